using Crowdsource.Api.Campaigns;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Newsletters;

internal static class NewsletterQueries
{
    /// <summary>
    /// Those of the photos that may be shown now, in the order given: accepted, and with their volunteer's consent to the newsletter.
    /// Asked at each reading, so that who takes a photo or the consent back disappears from old issues too.
    /// </summary>
    public static async Task<IReadOnlyList<NewsletterPhoto>> Showable(
        this CatalogueDb db, CampaignState campaign, IReadOnlyList<SubmissionId> wanted, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        var rows = await db.Set<SubmissionState>()
            .Where(row => row.Campaign == id && row.Status == SubmissionStatus.Accepted && wanted.Contains(row.Id))
            .Join(
                db.Set<VolunteerState>(),
                submission => submission.Volunteer,
                volunteer => volunteer.Id,
                (submission, volunteer) => new { Submission = submission, Volunteer = volunteer })
            .ToDictionaryAsync(row => row.Submission.Id, cancellationToken);
        return
        [
            .. wanted
                .Select(submission => rows.GetValueOrDefault(submission))
                .Where(row => row is { Submission.Findings: not null } && row.Volunteer.ConsentTo(id) is { Newsletter: true })
                .Select(row => new NewsletterPhoto(
                    campaign.NameOf(row!.Submission.Label),
                    row.Volunteer.ShowOnLeaderboard ? row.Volunteer.Pseudonym : null,
                    row.Submission.Findings!.Thumbnail)),
        ];
    }
}
