using System.IO.Compression;
using System.Text.Json;
using Crowdsource.Api.Access;
using Crowdsource.Api.Problems;
using Crowdsource.Api.Submissions;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Volunteers;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Volunteers;

/// <summary>What belongs to a volunteer, to take away.</summary>
internal static class ExportEndpoints
{
    private const string Zip = "application/zip";

    private static readonly JsonSerializerOptions s_json = new(ProtocolJson.Options) { WriteIndented = true };

    public static void MapExport(this IEndpointRouteBuilder me) =>
        me.MapGet("/export", Export).WithName("ExportMyData")
            .WithSummary("A zip of everything known of the caller: data.json and the clean photos.")
            .Produces<byte[]>(StatusCodes.Status200OK, Zip);

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Export(
        Caller caller, HttpContext context, ICatalogue catalogue, IBlobStore blobs, Quotas quotas, CancellationToken cancellationToken)
    {
        var (data, pictures) = await catalogue.Read((db, token) => db.Export(caller.Self, quotas, token), cancellationToken);
        if (data is null)
        {
            return ProblemTypes.NotFound.Answer();
        }

        // The archive writes its entries' few bytes of headers when they are closed, and .NET closes them synchronously.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        return TypedResults.Stream(body => Write(data, pictures, blobs, body, cancellationToken), Zip, "my-crowdsource-data.zip");
    }

    private static async Task Write(
        VolunteerExport data, IReadOnlyList<(string File, BlobDigest Picture)> pictures, IBlobStore blobs, Stream body, CancellationToken cancellationToken)
    {
        await using var archive = await ZipArchive.CreateAsync(body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        await using (var json = await archive.CreateEntry("data.json").OpenAsync(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(json, data, s_json, cancellationToken);
        }

        foreach (var (file, digest) in pictures)
        {
            if (await blobs.OpenRead(digest, cancellationToken) is { } picture)
            {
                await using (picture)
                {
                    // JPEG does not get smaller.
                    await using var entry = await archive.CreateEntry(file, CompressionLevel.NoCompression).OpenAsync(cancellationToken);
                    await picture.CopyToAsync(entry, cancellationToken);
                }
            }
        }
    }
}
