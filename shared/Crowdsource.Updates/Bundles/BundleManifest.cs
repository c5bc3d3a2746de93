using System.Collections.Immutable;

namespace Crowdsource.Updates.Bundles;

/// <summary>What a bundle is and which files belong to it: <c>bundle.json</c>.</summary>
public sealed record BundleManifest
{
    /// <summary>See <see cref="BundleFormat.Version"/>.</summary>
    public required int Format { get; init; }

    public required string Campaign { get; init; }

    /// <summary>The model version: 1, 2, 3, … per campaign.</summary>
    public required int Version { get; init; }

    /// <summary>Engine and precision, one of <see cref="Crowdsource.Domain.Models.ArtifactId"/>.</summary>
    public required string Artifact { get; init; }

    /// <summary>Every file but the manifest itself, in ordinal order of the paths.</summary>
    public required ImmutableArray<ManifestFile> Files { get; init; }
}
