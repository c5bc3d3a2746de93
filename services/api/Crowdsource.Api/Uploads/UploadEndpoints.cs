using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
using Crowdsource.Api.Submissions;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Problems;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Crowdsource.Api.Uploads;

/// <summary>
/// Photos in pieces, by tus 1.0. An upload is named by its photo's id among those of its volunteer, so that nobody can find another's; the
/// piece that makes it whole submits the photo as a single PUT does.
/// </summary>
internal static class UploadEndpoints
{
    public static void MapUploads(this IEndpointRouteBuilder campaign)
    {
        var uploads = campaign.MapGroup("/uploads").WithTags("Uploads").WithMetadata(TusResource.Instance);
        uploads.MapMethods("", [HttpMethods.Options], Describe).WithName("DescribeUploads")
            .WithSummary("Says which parts of tus 1.0 are spoken here.");
        uploads.MapPost("", Create).WithName("CreateUpload")
            .WithSummary("Begins an upload in pieces (tus 1.0); the first piece may be its body. Repeating it begins anew.")
            .Allow(TokenScope.Volunteer)
            .Problems(
                ProblemTypes.InvalidRequest, ProblemTypes.EmptyBody, ProblemTypes.ConsentNeeded, ProblemTypes.QuotaExceeded, ProblemTypes.OtherPhoto, ProblemTypes.OtherTusVersion,
                ProblemTypes.CampaignPaused, ProblemTypes.CampaignClosed, ProblemTypes.BodyTooLarge, ProblemTypes.UnknownLabel, ProblemTypes.LabelRetired, ProblemTypes.UploadInUse,
                ProblemTypes.TooManyUploads, ProblemTypes.OtherChecksum, ProblemTypes.InsufficientStorage);

        var upload = uploads.MapGroup("/{submission:guid}");
        upload.MapMethods("", [HttpMethods.Head], Status).WithName("GetUploadOffset")
            .WithSummary("How many bytes of an upload have arrived for good (tus 1.0); all of them when the photo is submitted.")
            .Allow(TokenScope.Volunteer)
            .Problems(ProblemTypes.OtherTusVersion, ProblemTypes.UploadInUse);
        upload.MapPatch("", Append).WithName("AppendToUpload")
            .WithSummary("Sends the next piece (tus 1.0). The piece that makes the photo whole submits it.")
            .Accepts<byte[]>(TusProtocol.PieceType)
            .Allow(TokenScope.Volunteer)
            .Problems(
                ProblemTypes.InvalidRequest, ProblemTypes.ConsentNeeded, ProblemTypes.OtherPhoto, ProblemTypes.OtherOffset, ProblemTypes.OtherTusVersion,
                ProblemTypes.CampaignPaused, ProblemTypes.CampaignClosed, ProblemTypes.BodyTooLarge, ProblemTypes.UnsupportedMediaType,
                ProblemTypes.UnknownLabel, ProblemTypes.LabelRetired, ProblemTypes.UploadInUse, ProblemTypes.OtherChecksum, ProblemTypes.InsufficientStorage);
        upload.MapDelete("", Terminate).WithName("TerminateUpload").WithSummary("Gives an upload up (tus 1.0).")
            .Allow(TokenScope.Volunteer)
            .Problems(ProblemTypes.OtherTusVersion, ProblemTypes.UploadInUse);
    }

    private static NoContent Describe(HttpResponse response)
    {
        response.Headers["Tus-Version"] = TusProtocol.Version;
        response.Headers["Tus-Extension"] = TusProtocol.Extensions;
        response.Headers["Tus-Checksum-Algorithm"] = TusProtocol.Algorithms;
        response.Headers["Tus-Max-Size"] = $"{PhotoUpload.MaxBytes}";
        return TypedResults.NoContent();
    }

    private static async Task<Results<Created, ProblemHttpResult>> Create(
        CurrentCampaign campaign, [AsParameters] CreateUploadParameters parameters, [AsParameters] PieceChecksum checksum, Caller caller,
        HttpContext context, IPartialUploads uploads, PhotoIntake intake, IOptions<UploadOptions> options, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var (length, metadata) = (parameters.Length!.Value, parameters.Parsed!);
        if (length is 0 or > PhotoUpload.MaxBytes)
        {
            return length == 0 ? ProblemTypes.EmptyBody.Answer() : throw new BlobTooLargeException(PhotoUpload.MaxBytes);
        }

        var submission = metadata.Submission!.Value;
        var (refusal, _) = await intake.Admit(
            campaign, new SubmissionId(submission), metadata.Photo.Label!, caller, context.Response, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var id = new PartialUploadId(caller.Self.Value, submission);
        var now = clock.GetUtcNow();
        var notes = new UploadNotes(campaign.Id.Value, parameters.Metadata!, now);
        var plan = new PartialUploadPlan(length, now + TimeSpan.FromHours(options.Value.ExpireAfterHours), notes.ToText());
        if (!await uploads.Create(id, plan, options.Value.MostPerVolunteer, cancellationToken))
        {
            return ProblemTypes.TooManyUploads.Answer();
        }

        if (IsPiece(context.Request))
        {
            await using var upload = await uploads.Open(id, cancellationToken) ?? throw new UploadInUseException();
            if (await Receive(campaign, submission, upload, checksum.Expected, caller, context, intake) is { } problem)
            {
                return problem;
            }
        }
        else
        {
            Tell(context.Response, 0, plan);
        }

        return TypedResults.Created($"/api/v1/campaigns/{campaign.Id}/uploads/{submission}");
    }

    private static async Task<Results<Ok, ProblemHttpResult>> Status(
        CurrentCampaign campaign, Guid submission, Caller caller, HttpResponse response, IPartialUploads uploads, ICatalogue catalogue,
        CancellationToken cancellationToken)
    {
        if (await Find(campaign, submission, caller, uploads, cancellationToken) is { } found)
        {
            await using var upload = found;
            Tell(response, upload.Offset, upload.Plan);
            response.Headers["Upload-Length"] = $"{upload.Plan.Length}";
            response.Headers["Upload-Metadata"] = UploadNotes.Parse(upload.Plan.Notes).Metadata;
            return TypedResults.Ok();
        }

        if (await catalogue.FindSubmission(campaign, submission, caller, cancellationToken) is not { } submitted)
        {
            return ProblemTypes.NotFound.Answer();
        }

        // Whoever did not hear the last answer learns here that nothing is left to send.
        response.Headers["Upload-Offset"] = response.Headers["Upload-Length"] = $"{submitted.UploadBytes}";
        return TypedResults.Ok();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Append(
        CurrentCampaign campaign, Guid submission, [AsParameters] AppendParameters piece, [AsParameters] PieceChecksum checksum, Caller caller,
        HttpContext context, IPartialUploads uploads, PhotoIntake intake, CancellationToken cancellationToken)
    {
        if (!IsPiece(context.Request))
        {
            return ProblemTypes.UnsupportedMediaType.Answer($"Send {TusProtocol.PieceType}.");
        }

        await using var upload = await Find(campaign, submission, caller, uploads, cancellationToken);
        if (upload is null)
        {
            return ProblemTypes.NotFound.Answer();
        }

        if (upload.Offset != piece.Offset)
        {
            return ProblemTypes.OtherOffset.Answer($"{upload.Offset} bytes are here.");
        }

        return await Receive(campaign, submission, upload, checksum.Expected, caller, context, intake) is { } problem
            ? problem
            : TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Terminate(
        CurrentCampaign campaign, Guid submission, Caller caller, IPartialUploads uploads, CancellationToken cancellationToken)
    {
        await using var upload = await Find(campaign, submission, caller, uploads, cancellationToken);
        if (upload is null)
        {
            return ProblemTypes.NotFound.Answer();
        }

        await upload.Delete(cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>Appends the body, and submits the photo when it is whole.</summary>
    private static async Task<ProblemHttpResult?> Receive(
        CurrentCampaign campaign, Guid submission, IPartialUpload upload, UploadChecksum? checksum, Caller caller, HttpContext context,
        PhotoIntake intake)
    {
        if (context.Request.ContentLength > upload.Plan.Length - upload.Offset)
        {
            throw new BlobTooLargeException(upload.Plan.Length);
        }

        await using var body = context.Request.BodyReader.AsStream(leaveOpen: true);
        // Without a token: when the line breaks the body ends by itself, after all that has come.
        if (!await upload.Append(body, checksum, CancellationToken.None))
        {
            return ProblemTypes.OtherChecksum.Answer();
        }

        Tell(context.Response, upload.Offset, upload.Plan);
        return upload.Offset < upload.Plan.Length ? null : await Submit(campaign, submission, upload, caller, intake);
    }

    /// <summary>Submits the photo that an upload has become.</summary>
    internal static async Task<ProblemHttpResult?> Submit(
        CurrentCampaign campaign, Guid submission, IPartialUpload upload, Caller caller, PhotoIntake intake)
    {
        var notes = UploadNotes.Parse(upload.Plan.Notes);
        var photo = UploadMetadata.Parse(notes.Metadata)!.Photo;
        // All bytes are here: whether the sender still listens does not matter any more.
        var id = new SubmissionId(submission);
        var outcome = await intake.Take(
            campaign, id, photo.Label!, photo.Time ?? notes.CreatedAt, caller, await intake.Look(id, CancellationToken.None),
            await upload.Content(CancellationToken.None), CancellationToken.None);
        if (outcome is not SubmitOutcome.Refused)
        {
            // A refusal may pass, such as a pause: the last byte can be sent again.
            await upload.Delete(CancellationToken.None);
        }

        return outcome is SubmitOutcome.Received or SubmitOutcome.Repeated ? null : PhotoIntake.Refuse(outcome);
    }

    /// <summary>The caller's upload of this campaign.</summary>
    internal static async Task<IPartialUpload?> Find(
        CurrentCampaign campaign, Guid submission, Caller caller, IPartialUploads uploads, CancellationToken cancellationToken)
    {
        var upload = await uploads.Open(new PartialUploadId(caller.Self.Value, submission), cancellationToken);
        if (upload is null || UploadNotes.Parse(upload.Plan.Notes).Campaign == campaign.Id.Value)
        {
            return upload;
        }

        await upload.DisposeAsync();
        return null;
    }

    private static void Tell(HttpResponse response, long offset, PartialUploadPlan plan)
    {
        response.Headers["Upload-Offset"] = $"{offset}";
        response.Headers["Upload-Expires"] = plan.ExpiresAt.ToString("R");
    }

    private static bool IsPiece(HttpRequest request) =>
        string.Equals(request.ContentType, TusProtocol.PieceType, StringComparison.OrdinalIgnoreCase);
}
