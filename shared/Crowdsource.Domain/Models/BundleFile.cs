using Crowdsource.Domain.Blobs;
using Orleans;

namespace Crowdsource.Domain.Models;

/// <summary>One file of a bundle.</summary>
/// <param name="Path">Relative, with forward slashes, such as <c>model.onnx</c>.</param>
/// <param name="Digest">Of its bytes.</param>
/// <param name="Bytes">Its length.</param>
[GenerateSerializer, Immutable, Alias("bundle-file")]
public sealed record BundleFile(string Path, BlobDigest Digest, long Bytes);
