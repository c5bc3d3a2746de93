using Orleans;

namespace Crowdsource.Domain.Blobs;

/// <summary>A blob that perhaps nothing refers to; (Kind, Digest) is unique. A row that begins to refer to it takes it off the list.</summary>
[GenerateSerializer, Immutable, Alias("condemned-blob")]
public sealed record CondemnedBlob
{
    [Id(0)] public required BlobKind Kind { get; init; }
    [Id(1)] public required BlobDigest Digest { get; init; }
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>Whether its deletion has begun: from here on there is no way back, only storing it again.</summary>
    [Id(3)] public bool Deleting { get; init; }
}
