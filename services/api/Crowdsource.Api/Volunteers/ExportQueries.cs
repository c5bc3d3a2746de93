using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Submissions;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Volunteers;

internal static class ExportQueries
{
    /// <summary>Everything known of a volunteer, and where the pictures that belong to it are; null when there is no such volunteer.</summary>
    public static async Task<(VolunteerExport? Data, IReadOnlyList<(string File, BlobDigest Picture)> Pictures)> Export(
        this CatalogueDb db, VolunteerId id, Quotas quotas, CancellationToken cancellationToken)
    {
        if ((await db.Load<VolunteerState>(id, cancellationToken))?.State is not { } volunteer)
        {
            return (null, []);
        }

        var (contributor, trials) = (volunteer.Contributor, db.Trials());
        var photos = await db.Set<SubmissionState>().Where(photo => photo.Volunteer == id && !trials.Contains(photo.Campaign))
            .OrderBy(photo => photo.ReceivedAt).ToListAsync(cancellationToken);
        var ids = photos.ConvertAll(photo => photo.Id);
        var reviews = (await db.Set<ReviewEntry>().Where(review => ids.Contains(review.Submission)).OrderBy(review => review.At)
            .ToListAsync(cancellationToken)).ToLookup(review => review.Submission);
        var campaigns = await db.Set<CampaignState>().ToDictionaryAsync(campaign => campaign.Id, cancellationToken);
        var points = await db.Set<PointsEntry>().Where(entry => entry.Contributor == contributor && !trials.Contains(entry.Campaign))
            .OrderBy(entry => entry.At).ToListAsync(cancellationToken);
        var consents = await db.Set<ConsentEntry>().Where(entry => entry.Contributor == contributor)
            .OrderBy(entry => entry.At).ToListAsync(cancellationToken);
        var locations = await db.Set<PhotoLocation>().Where(location => location.Contributor == contributor)
            .ToDictionaryAsync(location => location.Submission, cancellationToken);
        var data = new VolunteerExport(
            volunteer.ToResponse(points.Sum(entry => entry.Points), await db.Standings(volunteer, quotas, cancellationToken)),
            new ExportedSettings(volunteer.TimeZone, volunteer.WeeklyGoal),
            [.. consents.Select(entry => new GivenConsent(entry.Campaign, entry.Version, entry.Newsletter, entry.At, entry.Location).ToResponse())],
            [
                .. photos.Select(photo => new ExportedPhoto(
                    photo.ToResponse(campaigns[photo.Campaign]),
                    photo.Findings is null ? null : FileOf(photo, campaigns[photo.Campaign]),
                    photo.UploadBytes,
                    photo.ConsentVersion,
                    [
                        .. reviews[photo.Id].Select(review => new ExportedReview(
                            review.Accepted, review.Rejection, campaigns[photo.Campaign].NameOf(review.Label), review.At)),
                    ],
                    photo.Appeal?.ToResponse(),
                    locations.GetValueOrDefault(photo.Id) is { } location
                        ? new ExportedLocation(location.Latitude, location.Longitude, location.Blurred)
                        : null)),
            ],
            [.. points.Select(entry => new ExportedPoints(entry.Campaign.Value, entry.Submission.Value, entry.Reason, entry.Points, entry.At))]);
        return (data, [.. photos.Where(photo => photo.Findings is not null).Select(photo => (FileOf(photo, campaigns[photo.Campaign]), photo.Findings!.Master))]);
    }

    /// <summary>Such as <c>photos/fruit/Apple/2026-11-01 10.00.00 019a3f00.jpg</c>; unique, and harmless on every file system.</summary>
    private static string FileOf(SubmissionState photo, CampaignState campaign)
    {
        var label = string.Concat(campaign.NameOf(photo.Label).Select(letter => char.IsLetterOrDigit(letter) ? letter : '-'));
        return $"photos/{campaign.Id}/{label}/{photo.CapturedAt:yyyy-MM-dd HH.mm.ss} {photo.Id}.jpg";
    }
}
