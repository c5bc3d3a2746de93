using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Crowdsource.Domain.Blobs;

namespace Crowdsource.Storage.S3;

/// <summary>
/// Blobs as objects, <c>prefix/abcd…</c>. The name is known before the object is: bytes are spooled, then put in one request, which makes the
/// whole object visible and durable or none.
/// </summary>
/// <param name="bucket">Prepared.</param>
/// <param name="prefix">Of this store alone, without a slash.</param>
public sealed class S3BlobStore(S3Bucket bucket, string prefix) : IUploadStore, IDirectDownloads
{
    public async Task<StoredBlob> Put(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var spool = Spool.Open();
        await using (spool)
        {
            return await Put(await Spool.Fill(spool, content, maxBytes, cancellationToken), spool, cancellationToken);
        }
    }

    public async Task<StoredBlob> Put(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await Put(BlobDigest.Of(content.Span), stream, cancellationToken);
    }

    public async Task<Stream?> OpenRead(BlobDigest digest, CancellationToken cancellationToken) =>
        await S3ObjectStream.Open(bucket, KeyOf(digest), cancellationToken);

    public Task<Uri?> Address(BlobDigest digest, TimeSpan validFor) => bucket.AddressToGet(KeyOf(digest), validFor);

    public Task<long?> Length(BlobDigest digest, CancellationToken cancellationToken) => bucket.Length(KeyOf(digest), cancellationToken);

    public async Task<bool> Delete(BlobDigest digest, CancellationToken cancellationToken)
    {
        if (await Length(digest, cancellationToken) is null)
        {
            return false;
        }

        await bucket.Delete(KeyOf(digest), cancellationToken);
        return true;
    }

    public async Task<bool> Verify(BlobDigest digest, CancellationToken cancellationToken)
    {
        await using var stream = await OpenRead(digest, cancellationToken);
        return stream is not null && Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == digest.Value;
    }

    public async IAsyncEnumerable<BlobDigest> StoredBefore(DateTimeOffset time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in bucket.List($"{prefix}/", cancellationToken))
        {
            var name = entry.Key[(prefix.Length + 1)..];
            if (entry.StoredAt < time && BlobDigest.IsValid(name))
            {
                yield return new BlobDigest(name);
            }
        }
    }

    private async Task<StoredBlob> Put(BlobDigest digest, Stream content, CancellationToken cancellationToken)
    {
        var length = content.Length;
        if (await Length(digest, cancellationToken) == length)
        {
            return new StoredBlob(digest, length, PutOutcome.AlreadyThere);
        }

        content.Position = 0;
        await bucket.Put(KeyOf(digest), content, cancellationToken);
        return new StoredBlob(digest, length, PutOutcome.Stored);
    }

    private string KeyOf(BlobDigest digest) => $"{prefix}/{digest.Value}";
}
