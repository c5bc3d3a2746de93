using Crowdsource.Domain.Blobs;

namespace Crowdsource.Storage;

/// <summary>Immutable blobs, named by the SHA-256 of their bytes. Every call may throw <see cref="BlobStoreUnavailableException"/>.</summary>
public interface IBlobStore
{
    /// <summary>Stores what <paramref name="content"/> still has. When the task completes, the blob is on disk for good.</summary>
    /// <param name="content">Read from its position to its end; left open.</param>
    /// <param name="maxBytes">The most bytes to accept.</param>
    /// <param name="cancellationToken">Leaves nothing behind when it is cancelled.</param>
    /// <exception cref="BlobTooLargeException">There are more than <paramref name="maxBytes"/>; nothing was stored.</exception>
    /// <exception cref="InsufficientStorageException">The reserve would be touched; nothing was stored.</exception>
    Task<StoredBlob> Put(Stream content, long maxBytes, CancellationToken cancellationToken);

    /// <inheritdoc cref="Put(Stream, long, CancellationToken)"/>
    Task<StoredBlob> Put(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>A seekable stream of the blob, which the caller disposes; null when it is absent.</summary>
    Task<Stream?> OpenRead(BlobDigest digest, CancellationToken cancellationToken);

    /// <summary>Bytes; null when the blob is absent.</summary>
    Task<long?> Length(BlobDigest digest, CancellationToken cancellationToken);

    /// <summary>Removes the blob; false when it was absent.</summary>
    Task<bool> Delete(BlobDigest digest, CancellationToken cancellationToken);

    /// <summary>Whether the blob is there and its bytes still have this digest.</summary>
    Task<bool> Verify(BlobDigest digest, CancellationToken cancellationToken);
}
