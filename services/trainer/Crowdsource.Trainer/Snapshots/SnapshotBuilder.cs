using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Snapshots;

/// <summary>Freezes what a campaign has accepted.</summary>
internal sealed class SnapshotBuilder(ICatalogue catalogue)
{
    public async Task<Snapshot> Build(CampaignState campaign, CancellationToken cancellationToken)
    {
        var (accepted, outOfScope) = await catalogue.Read(
            async (db, token) => (
                await db.Set<SubmissionState>()
                    .Where(photo => photo.Campaign == campaign.Id && photo.Status == SubmissionStatus.Accepted)
                    .ToListAsync(token),
                campaign.NoneOfThese is null ? [] : await db.OutOfScope(campaign.Id).ToListAsync(token)),
            cancellationToken);
        // A photo that was sent twice and rejected twice is learned from once.
        return Freeze(campaign, [.. accepted, .. outOfScope.OrderBy(photo => photo.Id.Value).DistinctBy(photo => photo.Findings?.Master)]);
    }

    /// <param name="campaign">The campaign.</param>
    /// <param name="photos">Accepted ones, and rejected ones of something else where a label stands for that.</param>
    internal static Snapshot Freeze(CampaignState campaign, IEnumerable<SubmissionState> photos)
    {
        var labels = campaign.Labels.ToDictionary(label => label.Id, label => campaign.CountsAs(label.Id));
        List<SubmissionState> usable = [.. photos.Where(photo => photo.Findings is not null && photo.Split is not null)];
        var groups = new PhotoGroups(usable, CountsAs);
        var byLabel = usable.Where(photo => !groups.Leaks(photo)).ToLookup(CountsAs);
        var mature = campaign.LabelsInUse
            .Where(label => byLabel[label.Id].Count() >= NightRules.PhotosToStart && byLabel[label.Id].Any(photo => photo.Split == Split.Train))
            .OrderBy(label => label.Id.Value)
            .ToList();
        return new Snapshot(
            campaign.Id.Value,
            groups.Kind,
            [.. mature.Select(label => new SnapshotLabel(label.Id.Value, label.Name, label.NoneOfThese))],
            [.. campaign.LabelsInUse.Except(mature).Select(label => label.Name).Order(StringComparer.Ordinal)],
            [.. mature
                .SelectMany(label => byLabel[label.Id], (label, photo) => new SnapshotPhoto(
                    photo.Findings!.Master.Value,
                    label.Id.Value,
                    1,
                    photo.Contributor.Value,
                    groups.Of(photo),
                    photo.Split!.Value,
                    photo.Findings.Activations?.Value,
                    photo.Findings.ActivationsOf)
                {
                    Consent = photo.ConsentVersion,
                    OutOfScope = photo.Status == SubmissionStatus.Rejected,
                })
                .OrderBy(photo => photo.Photo, StringComparer.Ordinal)
                .ThenBy(photo => photo.Label)]);

        LabelId CountsAs(SubmissionState photo) => photo.Status == SubmissionStatus.Rejected
            ? campaign.NoneOfThese!.Id
            : labels.GetValueOrDefault(photo.Label, photo.Label);
    }
}
