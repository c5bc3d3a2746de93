using Crowdsource.Domain.Blobs;

namespace Crowdsource.Storage;

/// <summary>An upload whose bytes the sender may put straight into the store, past us.</summary>
public interface IDirectUpload : IPartialUpload
{
    /// <summary>Whether the store has addresses for strangers.</summary>
    bool IsOffered { get; }

    /// <summary>An address that takes one PUT of as many bytes as were announced, without anything else that tells who sends them; null where it is not offered.</summary>
    Uri? Address(TimeSpan validFor);

    /// <summary>Takes what was put there when it is what was announced; <see cref="IPartialUpload.Content"/> is then that.</summary>
    Task<DirectArrival> Collect(BlobDigest expected, CancellationToken cancellationToken);
}
