using Crowdsource.Api.Campaigns;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Newsletters;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Newsletters;

internal static class NewsletterQueries
{
    /// <summary>The best photos, among which different ones are looked for.</summary>
    private const int MostCandidates = 500;

    /// <summary>
    /// Those of the photos that may be shown now, in the order given: accepted, licensed, and with their volunteer's consent to the newsletter.
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
                .Where(row => row is not null && HighlightRules.WhyNot(row.Submission, row.Volunteer, campaign) is null)
                .Select(row => new NewsletterPhoto(
                    campaign.NameOf(row!.Submission.Label),
                    row.Volunteer.ShowOnLeaderboard ? row.Volunteer.Pseudonym : null,
                    campaign.FindConsent(row.Submission.ConsentVersion)!.Licence,
                    row.Submission.Findings!.Thumbnail)),
        ];
    }

    /// <summary>What would do well in the next issue beside what is picked, best first; nothing that appeared in an issue.</summary>
    public static async Task<IReadOnlyList<HighlightCandidate>> Suggestions(
        this CatalogueDb db, CampaignState campaign, IReadOnlyList<SubmissionId> picked, int count, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        var beside = await db.Set<SubmissionState>().Where(row => picked.Contains(row.Id)).ToListAsync(cancellationToken);
        var best = await db.Set<SubmissionState>()
            .Where(row => row.Campaign == id && row.Status == SubmissionStatus.Accepted && !picked.Contains(row.Id))
            .Where(row => !db.Set<HighlightEntry>().Any(entry => entry.Submission == row.Id))
            .OrderByDescending(row => row.Quality)
            .Take(MostCandidates)
            .Join(
                db.Set<VolunteerState>(),
                submission => submission.Volunteer,
                volunteer => volunteer.Id,
                (submission, volunteer) => new { Submission = submission, Volunteer = volunteer })
            .ToListAsync(cancellationToken);
        return HighlightRules.Suggest(
            [
                .. best.Where(row => HighlightRules.WhyNot(row.Submission, row.Volunteer, campaign) is null)
                    .Select(row => HighlightCandidate.Of(row.Submission)),
            ],
            beside.Select(HighlightCandidate.Of),
            count);
    }
}
