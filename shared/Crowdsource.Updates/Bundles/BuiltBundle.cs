using System.Collections.Immutable;
using Crowdsource.Domain.Blobs;

namespace Crowdsource.Updates.Bundles;

/// <summary>A new bundle, not yet stored.</summary>
/// <param name="Manifest">What <c>bundle.json</c> says.</param>
/// <param name="Files">All files, <c>bundle.json</c> first.</param>
public sealed record BuiltBundle(BundleManifest Manifest, ImmutableArray<BundleContent> Files)
{
    /// <summary>The bundle's name: the digest of <c>bundle.json</c>.</summary>
    public BlobDigest Digest => Files[0].Digest;

    /// <summary>All files together.</summary>
    public long Bytes => Files.Sum(file => (long)file.Bytes.Length);
}
