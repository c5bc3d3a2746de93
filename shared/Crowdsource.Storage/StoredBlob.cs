using Crowdsource.Domain.Blobs;

namespace Crowdsource.Storage;

/// <summary>The answer to a put.</summary>
/// <param name="Digest">The blob's name.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Outcome">Whether it was new.</param>
public sealed record StoredBlob(BlobDigest Digest, long Length, PutOutcome Outcome);
