using Orleans;

namespace Crowdsource.Domain.Blobs;

/// <summary>
/// A blob in which nights keep features of photos for the nights after them; <see cref="Digest"/> is unique. It is listed before it is stored,
/// so that none is ever unknown.
/// </summary>
[GenerateSerializer, Immutable, Alias("feature-file")]
public sealed record FeatureFile
{
    [Id(0)] public required BlobDigest Digest { get; init; }

    /// <summary>When it was stored last.</summary>
    [Id(1)] public required DateTimeOffset StoredAt { get; init; }
}
