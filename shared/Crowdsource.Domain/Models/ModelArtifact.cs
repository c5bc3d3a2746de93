using System.Collections.Immutable;
using Crowdsource.Domain.Nights;
using Orleans;

namespace Crowdsource.Domain.Models;

/// <summary>One file of a version for one engine, precision and input size, with what was measured of it.</summary>
[GenerateSerializer, Immutable, Alias("model-artifact")]
public sealed record ModelArtifact
{
    /// <summary>One of <see cref="ArtifactId"/>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Width and height of its input in pixels.</summary>
    [Id(1)] public required int InputSize { get; init; }

    /// <summary>Length of the model file.</summary>
    [Id(2)] public required long Bytes { get; init; }

    /// <summary>The work of one answer.</summary>
    [Id(3)] public required long MultiplyAdds { get; init; }

    /// <summary>The bundle that phones activate as one; empty when it is withheld.</summary>
    [Id(4)] public ImmutableArray<BundleFile> Files { get; init; } = [];

    /// <summary>Share of right answers on the night's test photos, 0 to 1; null without any.</summary>
    [Id(5)] public double? Top1 { get; init; }

    /// <summary>Against 32-bit weights at the same input size; null for that reference itself.</summary>
    [Id(6)] public ArtifactParity? Parity { get; init; }

    /// <summary>Why phones do not get it; null when they do.</summary>
    [Id(7)] public NightReason? Withheld { get; init; }
}
