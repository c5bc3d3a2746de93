using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Paging;
using Crowdsource.Api.Problems;
using Crowdsource.Api.Submissions;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Models;

/// <summary>From a photo to the models that learned from it.</summary>
internal static class LineageEndpoints
{
    public static void MapLineage(this IEndpointRouteBuilder campaign) =>
        campaign.MapGet("/submissions/{submission:guid}/models", List).WithName("ListModelsOfSubmission").WithTags("Submissions")
            .WithSummary("Which model versions learned from a photo, newest first, and on how many devices each runs. A page looks at so many versions as its limit.")
            .Allow(TokenScope.Volunteer, TokenScope.Curator);

    private static async Task<Results<Ok<Protocol.Page<LearnedModelResponse>>, ProblemHttpResult>> List(
        CurrentCampaign campaign, Guid submission, [AsParameters] PageParameters page, Caller caller, ICatalogue catalogue, IBlobStore blobs,
        CancellationToken cancellationToken)
    {
        if (await catalogue.FindSubmission(campaign, submission, caller, cancellationToken) is not { } photo)
        {
            return ProblemTypes.NotFound.Answer();
        }

        var id = campaign.Id;
        var (versions, snapshots, devices) = await catalogue.Read(
            async (db, token) =>
            {
                var models = await db.Set<ModelVersion>().Where(model => model.Campaign == id).Newest(page.Start, page.Size, token);
                var nights = models.Items.Select(model => model.Night).ToList();
                var reports = await db.Set<NightState>().Where(night => night.Campaign == id && nights.Contains(night.Number))
                    .ToDictionaryAsync(night => night.Number, night => night.Report?.Snapshot, token);
                return (models, reports, await ActiveDevices(db, id, token));
            },
            cancellationToken);
        var learned = new List<LearnedModelResponse>();
        foreach (var model in versions.Items)
        {
            if (photo.Findings is { } findings && snapshots.GetValueOrDefault(model.Night) is { } snapshot
                && await UseOf(findings.Master, snapshot, blobs, cancellationToken) is { } use)
            {
                learned.Add(new LearnedModelResponse(
                    model.Version, model.Night, model.CreatedAt, use, devices.GetValueOrDefault(model.Version)));
            }
        }

        return TypedResults.Ok(new Protocol.Page<LearnedModelResponse>(learned, versions.Next is { } next ? PageParameters.Encode(next) : null));
    }

    /// <summary>What the photo was for; null when the night did not learn from it.</summary>
    private static async Task<Split?> UseOf(BlobDigest photo, BlobDigest snapshot, IBlobStore blobs, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenRead(snapshot, cancellationToken);
        return stream is null
            ? null
            : (await SnapshotExcerpt.Read(stream, cancellationToken)).Photos
                .FirstOrDefault(entry => entry.Photo == photo.Value && entry.Split is Split.Train or Split.Validation)?.Split;
    }

    /// <summary>By version: the devices whose last word is that they activated it.</summary>
    private static async Task<Dictionary<int, int>> ActiveDevices(CatalogueDb db, CampaignId campaign, CancellationToken cancellationToken)
    {
        var said = db.Set<ReceiptEntry>().Where(receipt => receipt.Campaign == campaign
            && (receipt.Kind == ReceiptKind.Activated || receipt.Kind == ReceiptKind.RolledBack));
        var last = said.GroupBy(receipt => new { receipt.Channel, receipt.Device })
            .Select(device => new { device.Key.Channel, device.Key.Device, At = device.Max(receipt => receipt.At) });
        return await said
            .Where(receipt => receipt.Kind == ReceiptKind.Activated)
            .Join(
                last,
                receipt => new { receipt.Channel, receipt.Device, receipt.At },
                word => new { word.Channel, word.Device, word.At },
                (receipt, _) => receipt)
            .GroupBy(receipt => receipt.Version)
            .Select(version => new { Version = version.Key, Devices = version.Select(receipt => receipt.Device).Distinct().Count() })
            .ToDictionaryAsync(version => version.Version, version => version.Devices, cancellationToken);
    }
}
