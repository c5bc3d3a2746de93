using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Newsletters;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Models.Cards;

internal static class CardQueries
{
    private const int NightsInPlot = 60;

    /// <summary>A version and the night that made it; null where there is none.</summary>
    public static async Task<(ModelVersion Model, NightState? Night)?> FindModel(
        this CatalogueDb db, CampaignId campaign, int version, CancellationToken cancellationToken)
    {
        var model = await db.Set<ModelVersion>().FirstOrDefaultAsync(row => row.Campaign == campaign && row.Version == version, cancellationToken);
        return model is null
            ? null
            : (model, await db.Set<NightState>().FirstOrDefaultAsync(row => row.Campaign == campaign && row.Number == model.Night, cancellationToken));
    }

    /// <summary>Nights with a report up to this one, oldest first.</summary>
    public static async Task<IReadOnlyList<NightState>> TrainedUpTo(
        this CatalogueDb db, CampaignId campaign, int night, CancellationToken cancellationToken)
    {
        var newest = await db.Set<NightState>()
            .Where(row => row.Campaign == campaign && row.Number <= night && (row.Phase == NightPhase.Promoted || row.Phase == NightPhase.Refused))
            .OrderByDescending(row => row.Number)
            .Take(NightsInPlot)
            .ToListAsync(cancellationToken);
        newest.Reverse();
        return newest;
    }

    /// <summary>
    /// Those of the photos that may be shown now, by the digests of their clean masters: the rule of newsletters, asked at each reading, so
    /// that who takes a photo or the consent back disappears from old cards too.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, SubmissionState>> Showable(
        this CatalogueDb db, CampaignState campaign, IEnumerable<string> masters, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        var wanted = masters.Select(master => (BlobDigest?)new BlobDigest(master)).ToList();
        var rows = await db.Set<SubmissionState>()
            .Where(row => row.Campaign == id && row.Status == SubmissionStatus.Accepted
                && wanted.Contains(EF.Property<BlobDigest?>(row, nameof(PhotoFindings.Master))))
            .Join(
                db.Set<VolunteerState>(),
                submission => submission.Volunteer,
                volunteer => volunteer.Id,
                (submission, volunteer) => new { Submission = submission, Volunteer = volunteer })
            .ToListAsync(cancellationToken);
        return rows
            .Where(row => HighlightRules.WhyNot(row.Submission, row.Volunteer, campaign) is null)
            .Select(row => row.Submission)
            .DistinctBy(photo => photo.Findings!.Master)
            .ToDictionary(photo => photo.Findings!.Master.Value, StringComparer.Ordinal);
    }
}
