using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Releases;

/// <summary>A row of the release ledger (append-only).</summary>
[GenerateSerializer, Immutable, Alias("release-entry")]
public sealed record ReleaseEntry
{
    [Id(0)] public required CampaignId Campaign { get; init; }
    [Id(1)] public required string Channel { get; init; }
    [Id(2)] public required int Version { get; init; }

    /// <summary><c>released</c>, <c>tried</c> or <c>withdrawn</c>.</summary>
    [Id(3)] public required string Event { get; init; }

    /// <summary>Who: a token's name, or the night.</summary>
    [Id(4)] public required string By { get; init; }
    [Id(5)] public required DateTimeOffset At { get; init; }

    /// <summary>Of <see cref="Cohort.Places"/>, when tried.</summary>
    [Id(6)] public int? Share { get; init; }
}
