using System.Diagnostics;
using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Paging;
using Crowdsource.Api.Problems;
using Crowdsource.Api.Submissions;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Reviews;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Orleans.Storage;

namespace Crowdsource.Api.Reviews;

internal static class ReviewEndpoints
{
    /// <summary>Grains called at the same time for one bulk request: enough to share the catalogue's group commits.</summary>
    private const int Parallelism = 16;

    public static void MapReviews(this IEndpointRouteBuilder campaign)
    {
        var curators = campaign.MapGroup("").WithTags("Reviews").Allow(TokenScope.Curator);
        curators.MapGet("/reviews", Queue).WithName("ListReviews").WithSummary("Photos that wait for a verdict, oldest first.")
            .Problems(ProblemTypes.UnknownLabel);
        curators.MapPut("/reviews/{submission:guid}", Review).WithName("ReviewSubmission")
            .WithSummary("Accepts or rejects a photo; a later verdict replaces it.")
            .Problems(ProblemTypes.NotReviewable, ProblemTypes.LockedAsAnchor, ProblemTypes.UnknownLabel);
        curators.MapPost("/reviews/bulk", Bulk).WithName("ReviewInBulk").WithSummary("Up to 500 verdicts; each is answered for itself.");
        curators.MapPut("/anchor", Lock).WithName("LockAnchor")
            .WithSummary("Locks accepted test photos for good: they judge every night and train none.");
        curators.MapGet("/anchor", Anchor).WithName("GetAnchor").WithSummary("The size of the anchor set.");
    }

    private static async Task<Results<Ok<Protocol.Page<ReviewItem>>, ProblemHttpResult>> Queue(
        CurrentCampaign campaign, [AsParameters] PageParameters page, [FromQuery] string? label, ICatalogue catalogue,
        CancellationToken cancellationToken)
    {
        if (label is not null && campaign.State.FindLabel(label) is null)
        {
            return ProblemTypes.UnknownLabel.Answer();
        }

        var id = campaign.Id;
        var wanted = label is null ? (LabelId?)null : campaign.State.FindLabel(label)!.Id;
        var rows = await catalogue.Read(
            (db, token) =>
            {
                var waiting = db.Set<SubmissionState>().Where(row => row.Campaign == id && row.Status == SubmissionStatus.InReview);
                if (wanted is { } one)
                {
                    waiting = waiting.Where(row => row.Label == one);
                }

                return waiting.Oldest(page.Start, page.Size, token);
            },
            cancellationToken);
        return TypedResults.Ok(PageParameters.Page(rows, row => ToItem(row, campaign.State)));
    }

    private static async Task<Results<Ok<ReviewedResponse>, ProblemHttpResult>> Review(
        CurrentCampaign campaign, Guid submission, ReviewRequest request, Caller caller, ICatalogue catalogue, IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        if (await catalogue.FindSubmission(campaign, submission, caller, cancellationToken) is null)
        {
            return ProblemTypes.NotFound.Answer();
        }

        var command = new ReviewSubmission(caller.Name, request.Verdict == ReviewVerdict.Accept, request.Rejection, request.Label);
        var outcome = await grains.GetGrain<ISubmissionGrain>(submission).Review(command);
        return outcome is ReviewOutcome.Reviewed reviewed
            ? TypedResults.Ok(new ReviewedResponse(
                submission,
                reviewed.Submission.Status,
                campaign.State.NameOf(reviewed.Submission.Label),
                reviewed.Submission.ReviewedAt ?? reviewed.Submission.ReceivedAt))
            : Refusal(outcome).Answer();
    }

    private static async Task<Ok<BulkReviewResponse>> Bulk(
        CurrentCampaign campaign, BulkReviewRequest request, Caller caller, ICatalogue catalogue, IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        var here = await InCampaign(campaign.Id, request.Items.Select(item => item.Submission), catalogue, cancellationToken);
        var answers = await EachAsync(
            request.Items,
            async item => here.Contains(item.Submission)
                ? await Judge(item, caller, grains)
                : new BulkReviewAnswer(item.Submission, null, ProblemTypes.NotFound.Document()),
            cancellationToken);
        return TypedResults.Ok(new BulkReviewResponse(answers));
    }

    private static async Task<Ok<AnchorResponse>> Lock(
        CurrentCampaign campaign, AnchorRequest request, ICatalogue catalogue, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var ids = request.Submissions.Distinct().ToArray();
        var here = await InCampaign(campaign.Id, ids, catalogue, cancellationToken);
        var answers = await EachAsync(
            ids,
            async id => (Id: id, Locked: here.Contains(id) && await grains.GetGrain<ISubmissionGrain>(id).LockAsAnchor()),
            cancellationToken);
        return TypedResults.Ok(new AnchorResponse(
            [.. answers.Where(answer => answer.Locked).Select(answer => answer.Id)],
            [.. answers.Where(answer => !answer.Locked).Select(answer => answer.Id)]));
    }

    private static async Task<Ok<AnchorCount>> Anchor(CurrentCampaign campaign, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        var counts = await catalogue.Read(
            (db, token) => db.Set<SubmissionState>()
                .Where(row => row.Campaign == id && row.Status == SubmissionStatus.Accepted && row.Split == Split.Anchor)
                .GroupBy(row => row.Label)
                .Select(label => label.Count())
                .ToListAsync(token),
            cancellationToken);
        return TypedResults.Ok(new AnchorCount(counts.Sum(), counts.Count));
    }

    private static async Task<BulkReviewAnswer> Judge(BulkReviewItem item, Caller caller, IGrainFactory grains)
    {
        var command = new ReviewSubmission(caller.Name, item.Verdict == ReviewVerdict.Accept, item.Rejection, item.Label);
        try
        {
            var outcome = await grains.GetGrain<ISubmissionGrain>(item.Submission).Review(command);
            return outcome is ReviewOutcome.Reviewed reviewed
                ? new BulkReviewAnswer(item.Submission, reviewed.Submission.Status, null)
                : new BulkReviewAnswer(item.Submission, null, Refusal(outcome).Document());
        }
        catch (Exception lost) when (lost is InconsistentStateException or TimeoutException)
        {
            // One photo that is in the middle of something must not cost the verdicts on the others.
            return new BulkReviewAnswer(item.Submission, null, ProblemTypes.Busy.Document());
        }
    }

    private static ProblemType Refusal(ReviewOutcome outcome) => outcome switch
    {
        ReviewOutcome.NotFound => ProblemTypes.NotFound,
        ReviewOutcome.Refused { Code: "unknown-label" } => ProblemTypes.UnknownLabel,
        ReviewOutcome.Refused { Code: "locked-as-anchor" } => ProblemTypes.LockedAsAnchor,
        ReviewOutcome.Refused => ProblemTypes.NotReviewable,
        _ => throw new UnreachableException(),
    };

    private static Task<HashSet<Guid>> InCampaign(
        CampaignId campaign, IEnumerable<Guid> submissions, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var ids = submissions.Select(id => new SubmissionId(id)).ToList();
        return catalogue.Read(
            async (db, token) => (await db.Set<SubmissionState>()
                .Where(row => row.Campaign == campaign && ids.Contains(row.Id))
                .Select(row => row.Id)
                .ToListAsync(token)).Select(id => id.Value).ToHashSet(),
            cancellationToken);
    }

    /// <summary>The answers in the order of the items.</summary>
    private static async Task<TAnswer[]> EachAsync<TItem, TAnswer>(
        IReadOnlyList<TItem> items, Func<TItem, Task<TAnswer>> ask, CancellationToken cancellationToken)
    {
        var answers = new TAnswer[items.Count];
        await Parallel.ForAsync(
            0,
            items.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (index, _) => answers[index] = await ask(items[index]));
        return answers;
    }

    private static ReviewItem ToItem(SubmissionState row, CampaignState campaign) => new(
        row.Id.Value,
        campaign.NameOf(row.Label),
        row.CapturedAt,
        row.ReceivedAt,
        row.Findings?.Width ?? 0,
        row.Findings?.Height ?? 0,
        row.Findings?.Sharpness ?? 0,
        row.Findings?.Brightness ?? 0,
        $"/api/v1/campaigns/{row.Campaign}/submissions/{row.Id}/thumbnail");
}
