using Crowdsource.Contracts.Telemetry;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Releases;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Updates;
using Crowdsource.Storage;
using Crowdsource.Updates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Crowdsource.Delivery.Updates;

/// <summary>Update protocol v0; a signed protocol gets endpoints of its own beside these.</summary>
internal static class UpdateEndpointsV0
{
    internal const string Json = "application/json; charset=utf-8";
    private const string Bytes = "application/octet-stream";

    // A release reaches everyone behind a cache within half a minute.
    internal const string ShortLived = "public, max-age=30";
    private const string Immutable = "public, max-age=31536000, immutable";
    private const string RedirectLived = "public, max-age=1800";
    private const string NotStored = "no-store";

    /// <summary>Of an address in the S3: as long as a cache may give it, and half an hour to begin the download.</summary>
    private static readonly TimeSpan s_directFor = TimeSpan.FromHours(1);

    private static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapUpdatesV0(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Updates").AllowAnonymous();
        group.MapMethods(UpdateProtocolV0.ChannelRoute, s_reading, GetChannel)
            .WithName("GetUpdateChannel")
            .WithSummary("What a channel offers to phones")
            .WithDescription("The same for every device. Ask with If-None-Match and get 304 while nothing changed.")
            .Produces<ChannelDocument>(StatusCodes.Status200OK, "application/json")
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapMethods(UpdateProtocolV0.FileRoute, s_reading, GetFile)
            .WithName("GetUpdateFile")
            .WithSummary("A file of a bundle, by its SHA-256")
            .WithDescription("Immutable. Range resumes a download; the entity tag is the SHA-256 in quotes. May redirect to a store that knows ranges, but not this entity tag.")
            .Produces(StatusCodes.Status200OK, contentType: Bytes)
            .Produces(StatusCodes.Status206PartialContent, contentType: Bytes)
            .Produces(StatusCodes.Status304NotModified)
            .Produces(StatusCodes.Status307TemporaryRedirect)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Produces(StatusCodes.Status416RangeNotSatisfiable);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetChannel(
        string campaign, string channel, ChannelAnswers answers, HttpResponse response, CancellationToken cancellationToken)
    {
        var answer = CampaignId.IsValid(campaign) && CampaignId.IsValid(channel)
            ? await answers.Get(new ChannelId(new CampaignId(campaign), channel), cancellationToken)
            : null;
        if (answer is null)
        {
            return NotFound(response, "There is no such channel.");
        }

        Measures.UpdateChecks.Add(1);
        Count(response);
        response.Headers.CacheControl = ShortLived;
        return TypedResults.Bytes(answer.Json, Json, entityTag: new EntityTagHeaderValue(answer.Tag));
    }

    private static async Task<Results<FileStreamHttpResult, RedirectHttpResult, ProblemHttpResult>> GetFile(
        string sha256, OfferedFiles offered, IBlobStore blobs, HttpRequest request, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!BlobDigest.IsValid(sha256) || !await offered.Contains(new BlobDigest(sha256), cancellationToken))
        {
            return NotFound(response, "No bundle has such a file.");
        }

        // Who asks whether it changed, or how long it is, or goes on if it is what he has, is answered here: the S3 has tags of its own.
        if (HttpMethods.IsGet(request.Method) && request.Headers.IfNoneMatch.Count == 0 && request.Headers.IfRange.Count == 0
            && blobs is IDirectDownloads direct && await direct.Address(new BlobDigest(sha256), s_directFor) is { } address)
        {
            response.Headers.CacheControl = RedirectLived;
            return TypedResults.Redirect(address.AbsoluteUri, permanent: false, preserveMethod: true);
        }

        if (await blobs.OpenRead(new BlobDigest(sha256), cancellationToken) is not { } content)
        {
            return NotFound(response, "The file is gone.");
        }

        Count(response);
        response.Headers.CacheControl = Immutable;
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(
            content, Bytes, entityTag: new EntityTagHeaderValue(UpdateProtocolV0.FileTag(new BlobDigest(sha256))), enableRangeProcessing: true);
    }

    /// <summary>Ranges and unchanged answers are shorter than the file: what counts is known at the end.</summary>
    private static void Count(HttpResponse response) => response.OnCompleted(() =>
    {
        if (HttpMethods.IsGet(response.HttpContext.Request.Method))
        {
            Measures.UpdateBytes.Add(response.ContentLength ?? 0);
        }

        return Task.CompletedTask;
    });

    private static ProblemHttpResult NotFound(HttpResponse response, string detail)
    {
        response.Headers.CacheControl = NotStored;
        var type = ProblemTypes.NotFound;
        return TypedResults.Problem(detail, type: type.Uri, title: type.Title, statusCode: type.Status);
    }
}
