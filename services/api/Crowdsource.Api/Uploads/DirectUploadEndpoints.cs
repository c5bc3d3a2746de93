using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
using Crowdsource.Api.Submissions;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Blobs;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Uploads;
using Crowdsource.Storage;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Uploads;

/// <summary>
/// Photos that go straight to the S3: an upload is begun as by tus, its bytes are put where the server says, and the server looks at them before
/// it acknowledges anything.
/// </summary>
internal static class DirectUploadEndpoints
{
    /// <summary>Of an address. Phones with a bad network ask for another.</summary>
    private static readonly TimeSpan s_validFor = TimeSpan.FromHours(1);

    public static void MapDirectUploads(this IEndpointRouteBuilder campaign)
    {
        var upload = campaign.MapGroup("/uploads/{submission:guid}").WithTags("Uploads").Allow(TokenScope.Volunteer);
        upload.MapGet("/address", Address).WithName("GetUploadAddress")
            .WithSummary("Where all bytes of an upload that was begun may be put by one PUT, past the server.")
            .Problems(ProblemTypes.NoDirectUploads, ProblemTypes.UploadInUse);
        upload.MapPost("/collect", Collect).WithName("CollectUpload")
            .WithSummary("Has the server take what was put there: it verifies length and SHA-256 and submits the photo.")
            .Problems(
                ProblemTypes.InvalidRequest, ProblemTypes.ConsentNeeded, ProblemTypes.OtherPhoto, ProblemTypes.NotInStore, ProblemTypes.NoDirectUploads,
                ProblemTypes.CampaignPaused, ProblemTypes.CampaignClosed, ProblemTypes.UnknownLabel, ProblemTypes.LabelRetired, ProblemTypes.UploadInUse,
                ProblemTypes.OtherBytes, ProblemTypes.InsufficientStorage);
    }

    private static async Task<Results<Ok<UploadAddressResponse>, ProblemHttpResult>> Address(
        CurrentCampaign campaign, Guid submission, Caller caller, IPartialUploads uploads, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var upload = await UploadEndpoints.Find(campaign, submission, caller, uploads, cancellationToken);
        if (upload is null)
        {
            return ProblemTypes.NotFound.Answer();
        }

        // The time is looked at before the address is made, so that no phone trusts it too long; and it ends with its upload.
        var now = clock.GetUtcNow();
        var until = now + s_validFor < upload.Plan.ExpiresAt ? now + s_validFor : upload.Plan.ExpiresAt;
        return upload is IDirectUpload direct && direct.Address(until - now) is { } address
            ? TypedResults.Ok(new UploadAddressResponse(address, until))
            : ProblemTypes.NoDirectUploads.Answer();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Collect(
        CurrentCampaign campaign, Guid submission, CollectUploadRequest request, Caller caller, IPartialUploads uploads, PhotoIntake intake,
        ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var sent = new BlobDigest(request.Sha256);
        await using var upload = await UploadEndpoints.Find(campaign, submission, caller, uploads, cancellationToken);
        return upload switch
        {
            // Whoever did not hear the answer asks again.
            null => (await catalogue.FindSubmission(campaign, submission, caller, cancellationToken))?.Upload switch
            {
                null => ProblemTypes.NotFound.Answer(),
                var submitted => submitted == sent ? TypedResults.NoContent() : ProblemTypes.OtherPhoto.Answer(),
            },
            not IDirectUpload { IsOffered: true } => ProblemTypes.NoDirectUploads.Answer(),
            IDirectUpload direct => await direct.Collect(sent, cancellationToken) switch
            {
                DirectArrival.Absent => ProblemTypes.NotInStore.Answer($"{upload.Plan.Length} bytes are awaited."),
                DirectArrival.Different => ProblemTypes.OtherBytes.Answer(),
                _ => await UploadEndpoints.Submit(campaign, submission, upload, caller, intake) is { } problem ? problem : TypedResults.NoContent(),
            },
        };
    }
}

internal sealed class CollectUploadValidator : AbstractValidator<CollectUploadRequest>
{
    public CollectUploadValidator() => RuleFor(request => request.Sha256).Must(digest => BlobDigest.IsValid(digest ?? ""))
        .WithMessage("Give the SHA-256 of all bytes: 64 hexadecimal digits, small letters.");
}
