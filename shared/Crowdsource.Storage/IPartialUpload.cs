namespace Crowdsource.Storage;

/// <summary>An upload that is open; of several callers one appends.</summary>
public interface IPartialUpload : IAsyncDisposable
{
    PartialUploadPlan Plan { get; }

    /// <summary>
    /// How many bytes are there, 0 to the plan's length. All of them are on disk for good; but who opens a whole upload again, because it was
    /// not deleted, finds one byte less: an upload that says it is whole would never be finished by a sender who did not hear so.
    /// </summary>
    long Offset { get; }

    /// <summary>Appends what <paramref name="content"/> still has. When it breaks off, what came is kept.</summary>
    /// <param name="content">Read from its position to its end; left open.</param>
    /// <param name="checksum">What the bytes must hash to; otherwise, or when the content breaks off, none is kept.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>False when the checksum is another.</returns>
    /// <exception cref="BlobTooLargeException">There are more bytes than the plan says.</exception>
    /// <exception cref="InsufficientStorageException">The disk is full.</exception>
    /// <exception cref="UploadInUseException">Another caller has appended since it was opened; nothing more is kept.</exception>
    Task<bool> Append(Stream content, UploadChecksum? checksum, CancellationToken cancellationToken);

    /// <summary>The bytes so far, from the first; valid until the upload is disposed.</summary>
    Task<Stream> Content(CancellationToken cancellationToken);

    /// <summary>Forgets the upload.</summary>
    Task Delete(CancellationToken cancellationToken);
}
