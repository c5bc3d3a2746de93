using Crowdsource.Domain.Blobs;

namespace Crowdsource.Storage;

/// <summary>
/// Photos as their volunteers sent them, apart from everything that is kept: nobody is shown these bytes, and whoever sends a copy of a
/// kept blob does not get hold of it.
/// </summary>
public interface IUploadStore : IBlobStore
{
    /// <summary>The uploads that were stored before <paramref name="time"/>, in no order.</summary>
    IAsyncEnumerable<BlobDigest> StoredBefore(DateTimeOffset time, CancellationToken cancellationToken);
}
