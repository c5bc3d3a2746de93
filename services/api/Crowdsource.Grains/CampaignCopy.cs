using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Submissions;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Grains;

/// <summary>
/// Copies what nights need: photos under new ids, their groups and splits, the nights and models so far, and what the stable channel offers.
/// Points, reviews, receipts and newsletters stay with the original; so do photos that are still being processed, and rejected
/// ones but for those of something else.
/// </summary>
internal static class CampaignCopy
{
    public static async Task Fill(CatalogueDb db, CampaignId source, CampaignId copy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outOfScope = RejectionCode.OutOfScope.Cast<string?>().ToList();
        var submissions = await db.Set<SubmissionState>().AsNoTracking()
            .Where(submission => submission.Campaign == source
                && (submission.Status == SubmissionStatus.InReview || submission.Status == SubmissionStatus.Accepted
                    || (submission.Status == SubmissionStatus.Rejected && outOfScope.Contains(submission.Rejection))))
            .ToListAsync(cancellationToken);
        foreach (var original in submissions)
        {
            var submission = original with { Id = new SubmissionId(Guid.CreateVersion7(now)), Campaign = copy, Points = 0, PointsTurns = 0 };
            db.Add(submission);
            if (SubmissionEffects.IsHeld(submission))
            {
                db.Add(PhotoHash.Of(submission));
            }
        }

        await Copy<SplitGroup>(db, group => group.Campaign == source, group => group with { Campaign = copy }, cancellationToken);
        await Copy<LabelSplitsState>(
            db,
            splits => splits.Campaign == source,
            splits => splits with { Campaign = copy, Id = LabelSplitsState.Key(copy, splits.Label) },
            cancellationToken);
        await Copy<NightState>(
            db,
            night => night.Campaign == source && night.EndedAt != null,
            night => night with { Campaign = copy, Id = new NightId(copy, night.Number) },
            cancellationToken);
        await Copy<ModelVersion>(db, model => model.Campaign == source, model => model with { Campaign = copy }, cancellationToken);
        await Copy<ChannelState>(
            db,
            channel => channel.Campaign == source && channel.Name == ChannelId.Stable,
            channel => channel with { Campaign = copy, Id = new ChannelId(copy, channel.Name) },
            cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task Copy<TRow>(
        CatalogueDb db,
        System.Linq.Expressions.Expression<Func<TRow, bool>> which,
        Func<TRow, TRow> renamed,
        CancellationToken cancellationToken)
        where TRow : class =>
        db.AddRange((await db.Set<TRow>().AsNoTracking().Where(which).ToListAsync(cancellationToken)).Select(renamed));
}
