using System.Collections.Immutable;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Orleans;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Newsletters;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Grains;

internal sealed class NewsletterGrain(ICatalogue catalogue, TimeProvider clock) : CatalogueGrain<NewsletterState>, INewsletterGrain
{
    private NewsletterState Newsletter => Current ?? new NewsletterState { Id = new CampaignId(this.GetPrimaryKeyString()) };

    public async Task<string?> Pick(SubmissionId submission)
    {
        if (Newsletter.Picked.Contains(submission))
        {
            return null;
        }

        var refusal = await WhyNot(submission)
            ?? (Newsletter.Picked.Length >= NewsletterState.MostHighlights ? "newsletter-full" : null);
        if (refusal is null)
        {
            await Commit(new Commit<NewsletterState>(Newsletter with { Picked = Newsletter.Picked.Add(submission) }));
        }

        return refusal;
    }

    public async Task Unpick(SubmissionId submission)
    {
        if (Newsletter.Picked.Contains(submission))
        {
            await Commit(new Commit<NewsletterState>(Newsletter with { Picked = Newsletter.Picked.Remove(submission) }));
        }
    }

    public Task<NewsletterState> Get() => Task.FromResult(Newsletter);

    public async Task<IssueEntry?> Publish(string title)
    {
        var shown = ImmutableArray.CreateBuilder<SubmissionId>();
        foreach (var submission in Newsletter.Picked)
        {
            // Consent or the verdict may have changed since the photo was picked.
            if (await WhyNot(submission) is null)
            {
                shown.Add(submission);
            }
        }

        if (shown.Count == 0)
        {
            return null;
        }

        var issue = new IssueEntry
        {
            Campaign = Newsletter.Id,
            Number = Newsletter.LastIssue + 1,
            Title = title,
            PublishedAt = clock.GetUtcNow(),
        };
        await Commit(new Commit<NewsletterState>(Newsletter with { Picked = [], LastIssue = issue.Number })
        {
            Inserts =
            [
                issue,
                .. shown.Select(submission => new HighlightEntry { Campaign = issue.Campaign, Issue = issue.Number, Submission = submission }),
            ],
        });
        return issue;
    }

    private Task<string?> WhyNot(SubmissionId id)
    {
        var campaign = Newsletter.Id;
        return catalogue.Read(
            async (db, token) =>
            {
                var submission = await db.Set<SubmissionState>().FirstOrDefaultAsync(row => row.Id == id && row.Campaign == campaign, token);
                var volunteer = submission is null ? null : (await db.Load<VolunteerState>(submission.Volunteer, token))?.State;
                return (await db.Load<CampaignState>(campaign, token))?.State is not { } found ? HighlightRules.NotAccepted
                    : HighlightRules.WhyNot(submission, volunteer, found)
                    ?? (await db.Set<HighlightEntry>().AnyAsync(row => row.Submission == id, token) ? "already-published" : null);
            },
            CancellationToken.None);
    }
}
