using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Storage;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Features;

/// <summary>
/// Keeps files with features of photos. Each is listed in the catalogue before it is stored: <see cref="FeatureSweeper"/> deletes what no night
/// names, whatever became of the night that made it.
/// </summary>
internal sealed class FeatureFiles(ICatalogue catalogue, IBlobStore blobs, TimeProvider clock)
{
    public async Task<BlobDigest> Put(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var digest = BlobDigest.Of(file.Span);
        await catalogue.Write((db, token) => List(db, digest, clock.GetUtcNow(), token), cancellationToken);
        return (await blobs.Put(file, cancellationToken)).Digest;
    }

    /// <summary>A seekable stream of the file, which the caller disposes; null when it is gone: then it is to be computed again.</summary>
    public Task<Stream?> OpenRead(BlobDigest digest, CancellationToken cancellationToken) => blobs.OpenRead(digest, cancellationToken);

    /// <exception cref="InvalidDataException">The file is gone.</exception>
    public Task<byte[]> ReadAll(BlobDigest digest, CancellationToken cancellationToken) => blobs.ReadAll(digest, cancellationToken);

    public async Task<bool> Exists(BlobDigest digest, CancellationToken cancellationToken) => await blobs.Length(digest, cancellationToken) is not null;

    private static async Task List(CatalogueDb db, BlobDigest digest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Set<CondemnedBlob>().Where(blob => blob.Kind == BlobKind.Kept && blob.Digest == digest && !blob.Deleting).ExecuteDeleteAsync(cancellationToken);
        if (await db.Set<FeatureFile>().Where(file => file.Digest == digest)
                .ExecuteUpdateAsync(change => change.SetProperty(file => file.StoredAt, now), cancellationToken) == 0)
        {
            db.Add(new FeatureFile { Digest = digest, StoredAt = now });
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
