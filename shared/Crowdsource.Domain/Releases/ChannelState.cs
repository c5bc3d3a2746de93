using System.Collections.Immutable;
using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Releases;

/// <summary>What a channel offers.</summary>
[GenerateSerializer, Immutable, Alias("channel")]
public sealed record ChannelState
{
    [Id(0)] public required ChannelId Id { get; init; }
    [Id(1)] public required CampaignId Campaign { get; init; }
    [Id(2)] public required string Name { get; init; }

    /// <summary>Null: nothing is offered.</summary>
    [Id(3)] public Release? Current { get; init; }

    /// <summary>What stood before <see cref="Current"/>, newest first, at most 10: where a withdrawal goes back to. The ledger of <see cref="ReleaseEntry"/> has all.</summary>
    [Id(4)] public ImmutableArray<Release> Previous { get; init; } = [];

    /// <summary>Versions that were withdrawn here and are not offered again by themselves.</summary>
    [Id(5)] public ImmutableArray<int> Withdrawn { get; init; } = [];

    /// <summary>What a share of the devices gets instead of <see cref="Current"/>; null: nothing is tried.</summary>
    [Id(6)] public Trial? Trial { get; init; }
}
