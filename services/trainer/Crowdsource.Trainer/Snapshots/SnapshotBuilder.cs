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
        var accepted = await catalogue.Read(
            (db, token) => db.Set<SubmissionState>()
                .Where(photo => photo.Campaign == campaign.Id && photo.Status == SubmissionStatus.Accepted)
                .ToListAsync(token),
            cancellationToken);
        return Freeze(campaign, [.. accepted.Where(photo => photo.Findings is not null && photo.Split is not null)]);
    }

    internal static Snapshot Freeze(CampaignState campaign, IReadOnlyList<SubmissionState> accepted)
    {
        var countsAs = campaign.Labels.ToDictionary(label => label.Id, label => campaign.CountsAs(label.Id));
        var groups = new PhotoGroups(accepted, label => countsAs.GetValueOrDefault(label, label));
        var byLabel = accepted.Where(photo => !groups.Leaks(photo)).ToLookup(photo => countsAs.GetValueOrDefault(photo.Label, photo.Label));
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
                .SelectMany(label => byLabel[label.Id])
                .Select(photo => new SnapshotPhoto(
                    photo.Findings!.Master.Value,
                    countsAs[photo.Label].Value,
                    1,
                    photo.Contributor.Value,
                    groups.Of(photo),
                    photo.Split!.Value,
                    photo.Findings.Activations?.Value,
                    photo.Findings.ActivationsOf)
                {
                    Consent = photo.ConsentVersion,
                })
                .OrderBy(photo => photo.Photo, StringComparer.Ordinal)
                .ThenBy(photo => photo.Label)]);
    }
}
