using Crowdsource.Domain.Blobs;
using Crowdsource.Storage;

namespace Crowdsource.Trainer;

internal static class BlobReading
{
    /// <exception cref="InvalidDataException">The blob is gone.</exception>
    public static async Task<byte[]> ReadAll(this IBlobStore blobs, BlobDigest digest, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenRead(digest, cancellationToken)
            ?? throw new InvalidDataException($"{digest} is not in the blob store.");
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
