using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Paging;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Nights;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Problems;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Nights;

internal static class NightEndpoints
{
    private const string Onnx = "application/octet-stream";

    public static void MapNights(this IEndpointRouteBuilder campaign)
    {
        var nights = campaign.MapGroup("/nights").WithTags("Nights");
        nights.MapPost("", Start).WithName("StartNight")
            .WithSummary("Starts a night now; while one is open, that one is answered.")
            .Allow(TokenScope.Owner);
        nights.MapGet("", List).WithName("ListNights").WithSummary("Nights, newest first.").Allow(TokenScope.Curator);
        nights.MapGet("/{night:int}", Get).WithName("GetNight").WithSummary("A night's phase, progress, reasons and report.")
            .Allow(TokenScope.Curator);
        nights.MapPost("/{night:int}/cancel", Cancel).WithName("CancelNight")
            .WithSummary("Stops a night that has not ended; what it has done so far is not kept.")
            .Allow(TokenScope.Owner).Problems(ProblemTypes.NightEnded);
        nights.MapGet("/{night:int}/artifacts/{artifact}", Artifact).WithName("GetNightArtifact")
            .WithSummary("The ONNX file that the gate judged, or the one trained without augmentation.")
            .Produces<byte[]>(StatusCodes.Status200OK, Onnx)
            .Allow(TokenScope.Owner);
    }

    private static async Task<Results<Accepted<NightResponse>, ProblemHttpResult>> Start(
        CurrentCampaign campaign, IGrainFactory grains, StartNightRequest? request = null) =>
        await grains.GetGrain<ICampaignGrain>(campaign.Id.Value).OpenNight(scheduled: false, request?.Seed) is { } night
            ? TypedResults.Accepted($"/api/v1/campaigns/{campaign.Id}/nights/{night.Number}", night.ToResponse(campaign.State, remaining: null))
            : ProblemTypes.NotFound.Answer();

    private static async Task<Ok<Protocol.Page<NightResponse>>> List(
        CurrentCampaign campaign, [AsParameters] PageParameters page, ICatalogue catalogue, TimeProvider clock, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        var (rows, before) = await catalogue.Read(
            async (db, token) => (
                await db.Set<NightState>().Where(night => night.Campaign == id).Newest(page.Start, page.Size, token),
                await db.LastTrained(id, token)),
            cancellationToken);
        var now = clock.GetUtcNow();
        return TypedResults.Ok(PageParameters.Page(rows, night => night.ToResponse(campaign.State, RemainingTime.Of(night, before, now))));
    }

    private static async Task<Results<Ok<NightResponse>, ProblemHttpResult>> Get(
        CurrentCampaign campaign, int night, ICatalogue catalogue, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await catalogue.FindNight(campaign.Id, night, cancellationToken) is not { } found)
        {
            return ProblemTypes.NotFound.Answer();
        }

        var before = found.Ended ? null : await catalogue.Read((db, token) => db.LastTrained(campaign.Id, token), cancellationToken);
        return TypedResults.Ok(found.ToResponse(campaign.State, RemainingTime.Of(found, before, clock.GetUtcNow())));
    }

    private static async Task<Results<Ok<NightResponse>, ProblemHttpResult>> Cancel(CurrentCampaign campaign, int night, IGrainFactory grains) =>
        night < 1 || await grains.GetGrain<INightGrain>(new NightId(campaign.Id, night).ToString()).Cancel() is not { } now
            ? ProblemTypes.NotFound.Answer()
        : now.Phase == NightPhase.Cancelled ? TypedResults.Ok(now.ToResponse(campaign.State, remaining: null))
        : ProblemTypes.NightEnded.Answer();

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Artifact(
        CurrentCampaign campaign, int night, string artifact, ICatalogue catalogue, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var report = (await catalogue.FindNight(campaign.Id, night, cancellationToken))?.Report;
        BlobDigest? digest = artifact switch
        {
            NightArtifacts.Candidate => report?.Candidate,
            NightArtifacts.WithoutAugmentation => report?.WithoutAugmentation,
            _ => null,
        };
        return digest is { } known && await blobs.OpenRead(known, cancellationToken) is { } file
            ? TypedResults.Stream(file, Onnx, $"{campaign.Id}-night-{night}-{artifact}.onnx")
            : ProblemTypes.NotFound.Answer();
    }
}
