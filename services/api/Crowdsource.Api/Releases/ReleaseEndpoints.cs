using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Releases;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Releases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Releases;

internal static class ReleaseEndpoints
{
    private const int MostEvents = 100;

    public static void MapReleases(this IEndpointRouteBuilder campaign)
    {
        var channel = campaign.MapGroup("/channels/{channel}").WithTags("Releases");
        channel.MapGet("", Get).WithName("GetChannel").WithSummary("What a channel offers, and what it offered.").Allow(TokenScope.Curator);
        channel.MapPut("/release", Release).WithName("ReleaseModel").WithSummary("Offers a version on the channel, to all devices or to a share of them; repeating changes nothing.")
            .Allow(TokenScope.Owner).Problems(ProblemTypes.AlreadyReleased);
        channel.MapDelete("/release", Withdraw).WithName("WithdrawRelease")
            .WithSummary("Stops offering a version: the release before it comes back; devices that tried it get what all get.")
            .Allow(TokenScope.Owner).Problems(ProblemTypes.InvalidRequest, ProblemTypes.NotReleased);

        campaign.MapPost("/receipts", Receive).WithName("SendReceipt").WithTags("Releases")
            .WithSummary("Takes down what a device says it did; the same id again counts once.")
            .Allow(TokenScope.App).Problems(ProblemTypes.ReceiptConflict, ProblemTypes.Busy);
    }

    private static async Task<Results<Ok<ChannelResponse>, ProblemHttpResult>> Get(
        CurrentCampaign campaign, string channel, ICatalogue catalogue, CancellationToken cancellationToken) =>
        CampaignId.IsValid(channel)
        && (await catalogue.Load<ChannelState>(new ChannelId(campaign.Id, channel), cancellationToken))?.State is { } found
            ? TypedResults.Ok(await Describe(found, catalogue, cancellationToken))
            : ProblemTypes.NotFound.Answer("This channel never offered anything.");

    private static async Task<Results<Ok<ChannelResponse>, ProblemHttpResult>> Release(
        CurrentCampaign campaign, string channel, ReleaseRequest request, Caller caller, IGrainFactory grains, ICatalogue catalogue,
        CancellationToken cancellationToken)
    {
        var share = (int)Math.Round(request.Share * Cohort.Places);
        if (!CampaignId.IsValid(channel) || await Channel(campaign, channel, grains).Release(request.Version, share, caller.Name, null) is not { } state)
        {
            return ProblemTypes.NotFound.Answer("There is no such channel name or model version.");
        }

        return share < Cohort.Places && state.Trial?.Version != request.Version
            ? ProblemTypes.AlreadyReleased.Answer()
            : TypedResults.Ok(await Describe(state, catalogue, cancellationToken));
    }

    private static async Task<Results<Ok<ChannelResponse>, ProblemHttpResult>> Withdraw(
        CurrentCampaign campaign, string channel, [FromQuery] int version, Caller caller, IGrainFactory grains, ICatalogue catalogue,
        CancellationToken cancellationToken)
    {
        if (!CampaignId.IsValid(channel))
        {
            return ProblemTypes.NotFound.Answer();
        }

        return await Channel(campaign, channel, grains).Withdraw(version, caller.Name) is { } state
            ? TypedResults.Ok(await Describe(state, catalogue, cancellationToken))
            : ProblemTypes.NotReleased.Answer();
    }

    private static async Task<Results<Created<ReceiptResponse>, Ok<ReceiptResponse>, ProblemHttpResult>> Receive(
        CurrentCampaign campaign, ReceiptRequest request, ICatalogue catalogue, TimeProvider clock, CancellationToken cancellationToken)
    {
        var entry = new ReceiptEntry
        {
            Id = request.Id,
            Campaign = campaign.Id,
            Channel = request.Channel,
            Device = request.Device,
            Version = request.Version,
            Kind = request.Kind,
            Detail = request.Detail,
            At = clock.GetUtcNow(),
        };
        var known = await catalogue.TakeDown(entry, cancellationToken);
        return known is null ? TypedResults.Created((string?)null, new ReceiptResponse(entry.Id, entry.At))
            : known == entry with { At = known.At } ? TypedResults.Ok(new ReceiptResponse(known.Id, known.At))
            : ProblemTypes.ReceiptConflict.Answer();
    }

    private static IChannelGrain Channel(CurrentCampaign campaign, string channel, IGrainFactory grains) =>
        grains.GetGrain<IChannelGrain>(new ChannelId(campaign.Id, channel).ToString());

    private static async Task<ChannelResponse> Describe(ChannelState channel, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var events = await catalogue.Read(
            (db, token) => db.Set<ReleaseEntry>()
                .Where(entry => entry.Campaign == channel.Campaign && entry.Channel == channel.Name)
                .Newest(null, MostEvents, token),
            cancellationToken);
        return new ChannelResponse(
            channel.Campaign.Value,
            channel.Name,
            channel.Current is { } release ? new OfferedRelease(release.Version, release.At) : null,
            channel.Trial is { } trial ? new OfferedTrial(trial.Version, (double)trial.Share / Cohort.Places, trial.At) : null,
            channel.Withdrawn,
            [.. events.Items.Select(entry => new ReleaseEvent(
                entry.Version, entry.Event, entry.By, entry.At, entry.Share is { } share ? (double)share / Cohort.Places : null))]);
    }
}
