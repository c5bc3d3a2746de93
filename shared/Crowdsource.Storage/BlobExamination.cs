using Crowdsource.Domain.Blobs;

namespace Crowdsource.Storage;

public static class BlobExamination
{
    /// <summary>Reads a blob's bytes and compares them with its name.</summary>
    public static async Task<BlobCondition> Examine(this IBlobStore blobs, BlobDigest digest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        return await blobs.Verify(digest, cancellationToken) ? BlobCondition.Sound
            : await blobs.Length(digest, cancellationToken) is null ? BlobCondition.Missing
            : BlobCondition.Damaged;
    }
}
