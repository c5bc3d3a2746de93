using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
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
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Orleans.Storage;

namespace Crowdsource.Api.Reviews;

/// <summary>Verdicts on many photos at once, and taking them back.</summary>
internal static class BulkEndpoints
{
    public static void MapBulkReviews(this IEndpointRouteBuilder curators)
    {
        curators.MapPost("/reviews/bulk", Bulk).WithName("ReviewInBulk")
            .WithSummary("Up to 500 verdicts, or the best of a cluster; each photo is answered for itself, and all can be undone together.");
        curators.MapPost("/reviews/undo/{batch:guid}", Undo).WithName("UndoBulkReview")
            .WithSummary("Restores what stood before a bulk request, where nothing else happened since; for who made it, and for owners.");
    }

    private static async Task<Ok<BulkReviewResponse>> Bulk(
        CurrentCampaign campaign, BulkReviewRequest request, Caller caller, ICatalogue catalogue, IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        var batch = Guid.NewGuid();
        var items = request.Items ?? [];
        var sessions = await Sessions(campaign.Id, items, catalogue, cancellationToken);
        var answers = (await items.InParallel(
            item => sessions.GetValueOrDefault(item.Submission),
            item => sessions.ContainsKey(item.Submission)
                ? Judge(grains, item.Submission, new ReviewSubmission(
                    caller.Name, item.Verdict == ReviewVerdict.Accept, item.Rejection, item.Label, Batch: batch))
                : Task.FromResult(new BulkReviewAnswer(item.Submission, null, ProblemTypes.NotFound.Document())),
            cancellationToken)).ToList();
        foreach (var cluster in request.KeepBest?.Distinct() ?? [])
        {
            answers.AddRange(await KeepBest(campaign.Id, cluster, caller, batch, catalogue, grains, cancellationToken));
        }

        return TypedResults.Ok(new BulkReviewResponse(answers, batch));
    }

    private static async Task<Results<Ok<BulkReviewResponse>, ProblemHttpResult>> Undo(
        CurrentCampaign campaign, Guid batch, Caller caller, ICatalogue catalogue, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        var verdicts = await catalogue.Read(
            (db, token) => db.Set<ReviewEntry>().Where(entry => entry.Batch == batch && entry.Campaign == id).ToListAsync(token),
            cancellationToken);
        if (verdicts.Count == 0)
        {
            return ProblemTypes.NotFound.Answer();
        }

        if (caller.Scope != TokenScope.Owner && verdicts.Exists(verdict => verdict.Reviewer != caller.Name))
        {
            return ProblemTypes.Forbidden.Answer("Somebody else made these verdicts.");
        }

        var answers = await verdicts.InParallel(
            verdict => verdict.Submission,
            verdict => Answer(verdict.Submission.Value, () => grains.GetGrain<ISubmissionGrain>(verdict.Submission.Value).Undo(batch, caller.Name)),
            cancellationToken);
        return TypedResults.Ok(new BulkReviewResponse(answers, null));
    }

    /// <summary>Accepts the best photo of a cluster, unless one is accepted already; the others that wait are its duplicates.</summary>
    private static async Task<IReadOnlyList<BulkReviewAnswer>> KeepBest(
        CampaignId campaign, Guid cluster, Caller caller, Guid batch, ICatalogue catalogue, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var photos = await catalogue.Read(
            (db, token) => db.Set<SubmissionState>()
                .Where(row => row.Campaign == campaign && row.Cluster == cluster
                    && (row.Status == SubmissionStatus.InReview || row.Status == SubmissionStatus.Accepted))
                .OrderByDescending(row => row.Status == SubmissionStatus.Accepted)
                .ThenByDescending(row => row.Quality)
                .ThenBy(row => row.Id)
                .Select(row => new { row.Id, row.Status })
                .Take(BulkReviewRequest.MostPhotos)
                .ToListAsync(token),
            cancellationToken);
        if (photos is not [var best, .. var others])
        {
            return [];
        }

        List<BulkReviewAnswer> answers = [];
        if (best.Status == SubmissionStatus.InReview)
        {
            answers.Add(await Judge(grains, best.Id.Value, new ReviewSubmission(caller.Name, Accept: true, null, null, Batch: batch)));
            if (answers[0].Problem is not null)
            {
                return answers;
            }
        }

        var superfluous = new ReviewSubmission(caller.Name, Accept: false, null, null, DuplicateOf: best.Id, Batch: batch);
        answers.AddRange(await others.Where(photo => photo.Status == SubmissionStatus.InReview).ToArray().InParallel(
            photo => photo.Id, photo => Judge(grains, photo.Id.Value, superfluous), cancellationToken));
        return answers;
    }

    private static Task<BulkReviewAnswer> Judge(IGrainFactory grains, Guid submission, ReviewSubmission verdict) =>
        Answer(submission, () => grains.GetGrain<ISubmissionGrain>(submission).Review(verdict));

    private static async Task<BulkReviewAnswer> Answer(Guid submission, Func<Task<ReviewOutcome>> ask)
    {
        try
        {
            var outcome = await ask();
            return outcome is ReviewOutcome.Reviewed reviewed
                ? new BulkReviewAnswer(submission, reviewed.Submission.Status, null)
                : new BulkReviewAnswer(submission, null, outcome.Problem().Document());
        }
        catch (Exception lost) when (lost is InconsistentStateException or TimeoutException)
        {
            // One photo that is in the middle of something must not cost the verdicts on the others.
            return new BulkReviewAnswer(submission, null, ProblemTypes.Busy.Document());
        }
    }

    /// <summary>The photos that are in this campaign, each with those whose worth depends on it: same contributor, same label.</summary>
    private static Task<Dictionary<Guid, (Guid Contributor, int Label)>> Sessions(
        CampaignId campaign, IReadOnlyList<BulkReviewItem> items, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var ids = items.Select(item => new SubmissionId(item.Submission)).ToList();
        return catalogue.Read(
            async (db, token) => (await db.Set<SubmissionState>()
                    .Where(row => row.Campaign == campaign && ids.Contains(row.Id))
                    .Select(row => new { row.Id, row.Contributor, row.Label })
                    .ToListAsync(token))
                .ToDictionary(row => row.Id.Value, row => (row.Contributor.Value, row.Label.Value)),
            cancellationToken);
    }
}
