using Crowdsource.Catalogue.Mapping;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Submissions;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Catalogue.Blobs;

/// <summary>
/// Which blobs are referred to, so that a sweep never deletes one that a commit relies on. A blob is stored before the row that refers to it:
/// whoever stores takes a mark first, and the commit is refused when the blob was deleted since then.
/// </summary>
public static class BlobReferences
{
    /// <summary>Where deletions stand. Taken before bytes are stored, passed to <see cref="Refer"/> with the row that refers to them.</summary>
    public static async Task<long> SweepMark(this CatalogueDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.Set<DeletedBlob>().MaxAsync(row => (long?)EF.Property<long>(row, CatalogueModel.Sequence), cancellationToken) ?? 0;
    }

    /// <summary>These blobs may go, unless a row refers to them when the sweep comes by; part of the transaction that drops a reference.</summary>
    public static async Task Condemn(
        this CatalogueDb db, BlobKind kind, IReadOnlyCollection<BlobDigest> digests, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(digests);
        if (digests.Count == 0)
        {
            return;
        }

        var known = await db.Condemned(kind, digests).Select(row => row.Digest).ToListAsync(cancellationToken);
        db.AddRange(digests.Distinct().Except(known).Select(digest => new CondemnedBlob { Kind = kind, Digest = digest, At = now }));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>From this transaction on a row refers to these blobs.</summary>
    /// <param name="db">The transaction.</param>
    /// <param name="kind">Their store.</param>
    /// <param name="digests">The blobs.</param>
    /// <param name="mark">The <see cref="SweepMark"/> from before they were stored.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CatalogueConflictException">One was deleted since then, or is being deleted: store it again.</exception>
    public static async Task Refer(
        this CatalogueDb db, BlobKind kind, IReadOnlyCollection<BlobDigest> digests, long mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(digests);
        if (digests.Count == 0)
        {
            return;
        }

        if (await db.Condemned(kind, digests).AnyAsync(row => row.Deleting, cancellationToken)
            || await db.Set<DeletedBlob>().AnyAsync(
                row => row.Kind == kind && digests.Contains(row.Digest) && EF.Property<long>(row, CatalogueModel.Sequence) > mark,
                cancellationToken))
        {
            throw new CatalogueConflictException("A blob that this would refer to was deleted: store it again.");
        }

        await db.Condemned(kind, digests).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Whether a row refers to the blob.</summary>
    public static Task<bool> IsReferred(this CatalogueDb db, BlobKind kind, BlobDigest digest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var photos = db.Set<SubmissionState>();
        return kind == BlobKind.Upload
            ? photos.AnyAsync(photo => photo.Upload == digest && photo.Status == SubmissionStatus.Received, cancellationToken)
            : photos.AnyAsync(
                photo => EF.Property<BlobDigest?>(photo, nameof(PhotoFindings.Master)) == digest
                    || EF.Property<BlobDigest?>(photo, nameof(PhotoFindings.Thumbnail)) == digest
                    || EF.Property<BlobDigest?>(photo, nameof(PhotoFindings.Activations)) == digest,
                cancellationToken);
    }

    private static IQueryable<CondemnedBlob> Condemned(this CatalogueDb db, BlobKind kind, IReadOnlyCollection<BlobDigest> digests) =>
        db.Set<CondemnedBlob>().Where(row => row.Kind == kind && digests.Contains(row.Digest));
}
