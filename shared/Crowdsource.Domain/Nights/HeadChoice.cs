using System.Collections.Immutable;
using Crowdsource.Domain.Blobs;
using Orleans;

namespace Crowdsource.Domain.Nights;

/// <summary>The settings of a head as grouped validation chose them. Nights whose photos hardly differ go on with them.</summary>
[GenerateSerializer, Immutable, Alias("head-choice")]
public sealed record HeadChoice
{
    [Id(0)] public required double WeightDecay { get; init; }

    /// <summary>What of the target was spread over all labels, 0 to 1.</summary>
    [Id(1)] public required double LabelSmoothing { get; init; }

    /// <summary>0 counts every photo alike, 1 every label alike.</summary>
    [Id(2)] public required double LabelBalance { get; init; }

    /// <summary>The generation of the features.</summary>
    [Id(3)] public required int Generation { get; init; }

    /// <summary>What was tried, in order; empty where there was nobody to judge.</summary>
    [Id(4)] public ImmutableArray<HeadTrial> Trials { get; init; } = [];

    /// <summary>The photos that it was chosen on; null while the night that chose it has not reported.</summary>
    [Id(5)] public BlobDigest? Snapshot { get; init; }
}
