namespace Crowdsource.Storage;

/// <summary>Uploads that arrive in pieces, over hours and restarts, until they are blobs. Every call may throw <see cref="BlobStoreUnavailableException"/>.</summary>
public interface IPartialUploads
{
    /// <summary>Begins an upload, durably. One that stood under the same id is forgotten.</summary>
    /// <param name="id">The upload's name.</param>
    /// <param name="plan">What is known of it.</param>
    /// <param name="mostPerOwner">How many the owner may have at once, this one among them.</param>
    /// <param name="cancellationToken">Leaves nothing behind when it is cancelled.</param>
    /// <returns>False when the owner has too many.</returns>
    /// <exception cref="InsufficientStorageException">The whole upload would not fit, as far as the store can tell.</exception>
    Task<bool> Create(PartialUploadId id, PartialUploadPlan plan, int mostPerOwner, CancellationToken cancellationToken);

    /// <summary>The upload; null when there is none or it has expired.</summary>
    /// <exception cref="UploadInUseException">Another caller has it. A store that many hosts share says so when both append.</exception>
    Task<IPartialUpload?> Open(PartialUploadId id, CancellationToken cancellationToken);

    /// <summary>Forgets everything that this owner began and did not finish.</summary>
    Task DeleteAll(Guid owner, CancellationToken cancellationToken);

    /// <summary>Forgets what has expired.</summary>
    /// <returns>How many there were.</returns>
    Task<int> Sweep(CancellationToken cancellationToken);
}
