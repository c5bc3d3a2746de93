using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
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
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Reviews;

internal static class ReviewEndpoints
{
    public static void MapReviews(this IEndpointRouteBuilder campaign)
    {
        var curators = campaign.MapGroup("").WithTags("Reviews").Allow(TokenScope.Curator);
        curators.MapReviewQueue();
        curators.MapBulkReviews();
        curators.MapPut("/reviews/{submission:guid}", Review).WithName("ReviewSubmission")
            .WithSummary("Accepts or rejects a photo; a later verdict replaces it.")
            .Problems(ProblemTypes.NotReviewable, ProblemTypes.LockedAsAnchor, ProblemTypes.UnknownLabel, ProblemTypes.LabelRetired);
        curators.MapPut("/anchor", Lock).WithName("LockAnchor")
            .WithSummary("Locks accepted test photos for good: they judge every night and train none.");
        curators.MapGet("/anchor", Anchor).WithName("GetAnchor").WithSummary("The size of the anchor set.");
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
            : outcome.Problem().Answer();
    }

    private static async Task<Ok<AnchorResponse>> Lock(
        CurrentCampaign campaign, AnchorRequest request, ICatalogue catalogue, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var ids = request.Submissions.Distinct().ToArray();
        var here = await InCampaign(campaign.Id, ids, catalogue, cancellationToken);
        var answers = await ids.InParallel(
            id => id,
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
                .Select(label => new { label.Key, Photos = label.Count() })
                .ToListAsync(token),
            cancellationToken);
        return TypedResults.Ok(new AnchorCount(
            counts.Sum(label => label.Photos), counts.Select(label => campaign.State.CountsAs(label.Key)).Distinct().Count()));
    }

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
}
