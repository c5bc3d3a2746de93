using Crowdsource.Domain.Blobs;

namespace Crowdsource.Updates.Bundles;

/// <summary>A file of a bundle with its bytes.</summary>
/// <param name="Path">See <see cref="BundleFormat.IsSafePath"/>.</param>
/// <param name="Bytes">The content.</param>
public sealed record BundleContent(string Path, ReadOnlyMemory<byte> Bytes)
{
    public BlobDigest Digest { get; } = BlobDigest.Of(Bytes.Span);
}
