using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Submissions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Submissions;

internal static class SubmissionEndpoints
{
    public static void MapSubmissions(this IEndpointRouteBuilder campaign)
    {
        var submission = campaign.MapGroup("/submissions/{submission:guid}").WithTags("Submissions");
        submission.MapPut("", Put).WithName("SubmitPhoto")
            .WithSummary("Sends a photo under an id that the client made. Safe to repeat for ever: the same photo counts once.")
            .Accepts<byte[]>("image/jpeg", "image/png", "image/webp", "application/octet-stream")
            .Allow(TokenScope.Volunteer)
            .Problems(
                ProblemTypes.InvalidRequest, ProblemTypes.EmptyBody, ProblemTypes.ConsentNeeded, ProblemTypes.OtherPhoto,
                ProblemTypes.CampaignPaused, ProblemTypes.CampaignClosed,
                ProblemTypes.BodyTooLarge, ProblemTypes.QuotaExceeded, ProblemTypes.UnknownLabel, ProblemTypes.LabelRetired, ProblemTypes.Busy, ProblemTypes.InsufficientStorage);
        submission.MapGet("", Get).WithName("GetSubmission").WithSummary("A photo's status, for who sent it and for curators.")
            .Allow(TokenScope.Volunteer, TokenScope.Curator);
        submission.MapDelete("", Withdraw).WithName("WithdrawSubmission").WithSummary("Takes a photo back: no later night uses it.")
            .Allow(TokenScope.Volunteer);
    }

    private static async Task<Results<Created<SubmissionResponse>, Ok<SubmissionResponse>, ProblemHttpResult>> Put(
        CurrentCampaign campaign, Guid submission, [AsParameters] SubmitParameters parameters, Caller caller, HttpRequest request,
        PhotoIntake intake, TimeProvider clock, CancellationToken cancellationToken)
    {
        var id = new SubmissionId(submission);
        var (refusal, before) = await intake.Admit(campaign, id, parameters.Label!, caller, request.HttpContext.Response, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        PhotoUpload.RefuseAnnouncedSize(request);
        if (await PhotoUpload.IsEmpty(request, cancellationToken))
        {
            return ProblemTypes.EmptyBody.Answer();
        }

        await using var body = request.BodyReader.AsStream(leaveOpen: true);
        var outcome = await intake.Take(
            campaign, id, parameters.Label!, parameters.Time ?? clock.GetUtcNow(), caller, before, body, cancellationToken);
        return outcome switch
        {
            SubmitOutcome.Received received => TypedResults.Created(
                $"/api/v1/campaigns/{campaign.Id}/submissions/{submission}", received.Submission.ToResponse(campaign.State)),
            SubmitOutcome.Repeated same => TypedResults.Ok(same.Submission.ToResponse(campaign.State)),
            _ => PhotoIntake.Refuse(outcome),
        };
    }

    private static async Task<Results<Ok<SubmissionResponse>, ProblemHttpResult>> Get(
        CurrentCampaign campaign, Guid submission, Caller caller, ICatalogue catalogue, CancellationToken cancellationToken) =>
        await catalogue.FindSubmission(campaign, submission, caller, cancellationToken) is { } found
            ? TypedResults.Ok(found.ToResponse(campaign.State))
            : ProblemTypes.NotFound.Answer();

    private static async Task<Results<NoContent, ProblemHttpResult>> Withdraw(
        CurrentCampaign campaign, Guid submission, Caller caller, ICatalogue catalogue, IGrainFactory grains,
        CancellationToken cancellationToken) =>
        await catalogue.FindSubmission(campaign, submission, caller, cancellationToken) is not null
        && await grains.GetGrain<ISubmissionGrain>(submission).Withdraw(caller.Self) is not null
            ? TypedResults.NoContent()
            : ProblemTypes.NotFound.Answer();
}
