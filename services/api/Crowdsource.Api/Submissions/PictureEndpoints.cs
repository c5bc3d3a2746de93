using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Pictures;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Problems;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Submissions;

/// <summary>What people see of a photo: never the bytes as they were sent, always what the pipeline made of them.</summary>
internal static class PictureEndpoints
{
    private const string Jpeg = "image/jpeg";

    public static void MapPictures(this IEndpointRouteBuilder campaign)
    {
        var submission = campaign.MapGroup("/submissions/{submission:guid}").WithTags("Submissions");
        submission.MapGet("/thumbnail", Thumbnail).WithName("GetThumbnail")
            .WithSummary("The photo at most 320 px large, for who sent it and for curators.")
            .Produces<byte[]>(StatusCodes.Status200OK, Jpeg)
            .Allow(TokenScope.Volunteer, TokenScope.Curator);
        submission.MapGet("/photo", Photo).WithName("GetPhoto")
            .WithSummary("The clean photo at most 2048 px large, without metadata, for who sent it and for curators.")
            .Produces<byte[]>(StatusCodes.Status200OK, Jpeg)
            .Allow(TokenScope.Volunteer, TokenScope.Curator);
        submission.MapGet("/variants/{variant:int:range(0,63)}", Variant).WithName("GetVariant")
            .WithSummary("What augmentation makes of the photo: variant k under the current recipe.")
            .Produces<byte[]>(StatusCodes.Status200OK, Jpeg)
            .Allow(TokenScope.Curator);
    }

    private static Task<Results<FileStreamHttpResult, ProblemHttpResult>> Thumbnail(
        CurrentCampaign campaign, Guid submission, Caller caller, HttpResponse response, ICatalogue catalogue, IBlobStore blobs,
        CancellationToken cancellationToken) =>
        Picture(findings => findings.Thumbnail, campaign, submission, caller, response, catalogue, blobs, cancellationToken);

    private static Task<Results<FileStreamHttpResult, ProblemHttpResult>> Photo(
        CurrentCampaign campaign, Guid submission, Caller caller, HttpResponse response, ICatalogue catalogue, IBlobStore blobs,
        CancellationToken cancellationToken) =>
        Picture(findings => findings.Master, campaign, submission, caller, response, catalogue, blobs, cancellationToken);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Variant(
        CurrentCampaign campaign, Guid submission, int variant, Caller caller, ICatalogue catalogue,
        [FromServices] IVariantRenderer renderer, CancellationToken cancellationToken) =>
        await catalogue.FindSubmission(campaign, submission, caller, cancellationToken) is { Findings: { } findings }
        && await renderer.Render(findings.Master, variant, cancellationToken) is { } picture
            ? TypedResults.Bytes(picture, Jpeg)
            : ProblemTypes.NotFound.Answer();

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Picture(
        Func<PhotoFindings, BlobDigest> which, CurrentCampaign campaign, Guid submission, Caller caller, HttpResponse response,
        ICatalogue catalogue, IBlobStore blobs, CancellationToken cancellationToken)
    {
        if (await catalogue.FindSubmission(campaign, submission, caller, cancellationToken) is not { Findings: { } findings }
            || await blobs.OpenRead(which(findings), cancellationToken) is not { } picture)
        {
            return ProblemTypes.NotFound.Answer();
        }

        // The picture of a submission never changes, but who may see it can.
        response.Headers.CacheControl = "private, max-age=300";
        return TypedResults.Stream(picture, await PictureType.Of(picture, cancellationToken));
    }
}
