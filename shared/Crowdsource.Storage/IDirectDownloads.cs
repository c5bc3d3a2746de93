using Crowdsource.Domain.Blobs;

namespace Crowdsource.Storage;

/// <summary>A store of blobs that hands them out itself.</summary>
public interface IDirectDownloads
{
    /// <summary>Where whoever is told gets the blob, in ranges too; null where the store has no addresses for strangers. Nobody looks whether the blob is there.</summary>
    Task<Uri?> Address(BlobDigest digest, TimeSpan validFor);
}
