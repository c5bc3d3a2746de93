using System.Diagnostics;
using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Storage;
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
                ProblemTypes.BodyTooLarge, ProblemTypes.UnknownLabel, ProblemTypes.Busy, ProblemTypes.InsufficientStorage);
        submission.MapGet("", Get).WithName("GetSubmission").WithSummary("A photo's status, for who sent it and for curators.")
            .Allow(TokenScope.Volunteer, TokenScope.Curator);
        submission.MapDelete("", Withdraw).WithName("WithdrawSubmission").WithSummary("Takes a photo back: no later night uses it.")
            .Allow(TokenScope.Volunteer);
    }

    private static async Task<Results<Created<SubmissionResponse>, Ok<SubmissionResponse>, ProblemHttpResult>> Put(
        CurrentCampaign campaign, Guid submission, [AsParameters] SubmitParameters parameters, Caller caller, HttpRequest request,
        ICatalogue catalogue, IUploadStore uploads, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var id = new SubmissionId(submission);
        var (known, volunteer, sweepMark) = await catalogue.Read(
            async (db, token) => (
                (await db.Load<SubmissionState>(id, token))?.State,
                (await db.Load<VolunteerState>(caller.Self, token))?.State,
                await db.SweepMark(token)),
            cancellationToken);
        if (known is null && SubmissionRules.WhyNot(parameters.Label!, campaign.State, volunteer) is { } refusal)
        {
            // Decided before the body is read, so that what is refused is not stored.
            return Refuse(refusal);
        }

        PhotoUpload.RefuseAnnouncedSize(request);
        if (await PhotoUpload.IsEmpty(request, cancellationToken))
        {
            return ProblemTypes.EmptyBody.Answer();
        }

        // A photo that is known already was perhaps processed and its upload deleted: storing it again would leave it behind.
        var (digest, bytes) = known is null
            ? await Store(request, uploads, cancellationToken)
            : await PhotoUpload.Measure(request, cancellationToken);
        var command = new SubmitPhoto(
            id, campaign.Id, caller.Self, parameters.Label!, parameters.Time ?? clock.GetUtcNow(), digest, bytes, sweepMark);
        return await grains.GetGrain<ISubmissionGrain>(submission).Submit(command) switch
        {
            SubmitOutcome.Received received => TypedResults.Created(
                $"/api/v1/campaigns/{campaign.Id}/submissions/{submission}", received.Submission.ToResponse(campaign.State)),
            SubmitOutcome.Repeated same => TypedResults.Ok(same.Submission.ToResponse(campaign.State)),
            SubmitOutcome.Conflict => ProblemTypes.OtherPhoto.Answer(),
            SubmitOutcome.NotFound => ProblemTypes.NotFound.Answer(),
            SubmitOutcome.Refused refused => Refuse(refused.Code),
            _ => throw new UnreachableException(),
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

    private static async Task<(Domain.Blobs.BlobDigest Digest, long Bytes)> Store(
        HttpRequest request, IUploadStore uploads, CancellationToken cancellationToken)
    {
        await using var body = request.BodyReader.AsStream(leaveOpen: true);
        var stored = await uploads.Put(body, PhotoUpload.MaxBytes, cancellationToken);
        return (stored.Digest, stored.Length);
    }

    private static ProblemHttpResult Refuse(string code) => code switch
    {
        SubmitRefusal.UnknownLabel => ProblemTypes.UnknownLabel.Answer(),
        SubmitRefusal.ConsentNeeded => ProblemTypes.ConsentNeeded.Answer(),
        SubmitRefusal.CampaignPaused => ProblemTypes.CampaignPaused.Answer(),
        SubmitRefusal.CampaignClosed => ProblemTypes.CampaignClosed.Answer(),
        _ => throw new UnreachableException(),
    };
}
