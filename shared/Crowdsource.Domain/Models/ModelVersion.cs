using System.Collections.Immutable;
using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Models;

/// <summary>What a promoted night produced; immutable.</summary>
[GenerateSerializer, Immutable, Alias("model-version")]
public sealed record ModelVersion
{
    [Id(0)] public required CampaignId Campaign { get; init; }

    /// <summary>1, 2, 3, … per campaign.</summary>
    [Id(1)] public required int Version { get; init; }
    [Id(2)] public required int Night { get; init; }
    [Id(3)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The artifact <c>onnx/fp32</c> and what goes with it.</summary>
    [Id(4)] public required ImmutableArray<BundleFile> Bundle { get; init; }

    /// <summary>The backbone under its head; null when it has none, for it was trained from scratch.</summary>
    [Id(5)] public Generation? Generation { get; init; }
}
