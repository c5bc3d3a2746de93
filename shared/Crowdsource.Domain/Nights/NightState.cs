using System.Collections.Immutable;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Nights;

/// <summary>One training run of a campaign, from snapshot to verdict.</summary>
[GenerateSerializer, Immutable, Alias("night")]
public sealed record NightState
{
    [Id(0)] public required NightId Id { get; init; }
    [Id(1)] public required CampaignId Campaign { get; init; }
    [Id(2)] public required int Number { get; init; }

    /// <summary>The local date of a scheduled night, unique per campaign; null when started by hand.</summary>
    [Id(3)] public DateOnly? ScheduledFor { get; init; }
    [Id(4)] public required NightPhase Phase { get; init; }

    /// <summary>Share of the current phase that is done, 0 to 1.</summary>
    [Id(5)] public double Progress { get; init; }

    /// <summary>The fence of the trainer that holds the night; older ones are refused.</summary>
    [Id(6)] public int Fence { get; init; }
    [Id(7)] public required DateTimeOffset OpenedAt { get; init; }
    [Id(8)] public DateTimeOffset? StartedAt { get; init; }
    [Id(9)] public DateTimeOffset? EndedAt { get; init; }
    [Id(10)] public ImmutableArray<NightReason> Reasons { get; init; } = [];
    [Id(11)] public NightReport? Report { get; init; }

    /// <summary>The model version it produced; null unless promoted.</summary>
    [Id(12)] public int? Version { get; init; }

    /// <summary>Makes training reproducible.</summary>
    [Id(13)] public required int Seed { get; init; }

    /// <summary>When the last attempt entered each of its phases, in their order.</summary>
    [Id(14)] public ImmutableArray<PhaseStart> Phases { get; init; } = [];

    /// <summary>What attempts have done so far; empty once the night has ended.</summary>
    [Id(15)] public ImmutableArray<NightStep> Steps { get; init; } = [];

    /// <summary>The list of feature shards that its attempts have made, for its next attempt or the next night; null before.</summary>
    [Id(16)] public BlobDigest? Features { get; init; }

    /// <summary>The lists of feature shards that it left for the nights after it.</summary>
    public IEnumerable<BlobDigest> FeatureLists => new[] { Features, Report?.Features }.OfType<BlobDigest>().Distinct();

    /// <summary>The files with features of photos that it left for the nights after it; lists name further ones.</summary>
    public IEnumerable<BlobDigest> FeatureFiles => FeatureLists.Concat(new[] { Report?.Views, Report?.Parity }.OfType<BlobDigest>());

    /// <summary>How long the last attempt was in a phase; null when it was not, or still is.</summary>
    public TimeSpan? Spent(NightPhase phase)
    {
        var entered = Phases.FirstOrDefault(start => start.Phase == phase);
        return entered is null ? null : (Phases.SkipWhile(start => start != entered).Skip(1).FirstOrDefault()?.At ?? EndedAt) - entered.At;
    }

    public bool Ended => NightRules.IsVerdict(Phase);
}
