using Orleans;

namespace Crowdsource.Domain.Blobs;

/// <summary>A finished deletion. Who saw the blob before it must store the bytes again.</summary>
[GenerateSerializer, Immutable, Alias("deleted-blob")]
public sealed record DeletedBlob
{
    [Id(0)] public required BlobKind Kind { get; init; }
    [Id(1)] public required BlobDigest Digest { get; init; }
    [Id(2)] public required DateTimeOffset At { get; init; }
}
