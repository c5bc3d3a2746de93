using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Catalogue.Hosts;
using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Blobs;
using Crowdsource.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Crowdsource.Augmenter.Sweeping;

/// <summary>
/// Deletes condemned blobs in two phases: a transaction decides, looking once more for rows that refer to the blob; then the bytes go; then a
/// second transaction notes that they are gone. Commits that rely on the blob in between, or that saw it before, are refused
/// (<see cref="BlobReferences.Refer"/>). One host at a time sweeps: another's bytes, stored again under the same name, are not to be deleted
/// by one that was slow.
/// </summary>
internal sealed class Sweeper(
    ICatalogue catalogue, IBlobStore blobs, IUploadStore uploads, IWorkQueue work, Turns turns, SweepPause pause, TimeProvider clock,
    IOptions<SweepOptions> options)
{
    private const int Batch = 200;

    /// <summary>A finished deletion is remembered longer than any commit waits after its bytes were stored.</summary>
    private static readonly TimeSpan s_memory = TimeSpan.FromDays(1);

    private readonly SweepOptions _options = options.Value;

    /// <summary>Whether it is this host that sweeps, for half a minute from now at least.</summary>
    public ValueTask<bool> HasTurn(CancellationToken cancellationToken) => turns.Take("sweep", cancellationToken);

    /// <summary>Deletes the blobs whose time has come, as long as it is this host's turn.</summary>
    /// <returns>How many.</returns>
    public async Task<int> DeleteCondemned(CancellationToken cancellationToken)
    {
        var deleted = 0;
        using var turn = await pause.Take(cancellationToken);
        while (true)
        {
            await Decide(cancellationToken);
            var decided = await catalogue.Read(
                (db, token) => db.Set<CondemnedBlob>().Where(blob => blob.Deleting).Take(Batch).ToListAsync(token), cancellationToken);
            if (decided.Count == 0)
            {
                return deleted;
            }

            foreach (var blob in decided)
            {
                if (!await HasTurn(cancellationToken))
                {
                    return deleted;
                }

                await StoreOf(blob.Kind).Delete(blob.Digest, cancellationToken);
            }

            await catalogue.Write((db, token) => Note(db, decided, clock.GetUtcNow(), token), cancellationToken);
            deleted += decided.Count;
        }
    }

    /// <summary>Condemns uploads whose row never came: their sender was cut off, or the server was, before the photo was acknowledged.</summary>
    public async Task CondemnForgottenUploads(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromMinutes(_options.ForgottenUploadMinutes);
        await foreach (var digest in uploads.StoredBefore(before, cancellationToken))
        {
            if (!await catalogue.Read((db, token) => db.IsReferred(BlobKind.Upload, digest, token), cancellationToken))
            {
                await catalogue.Write((db, token) => db.Condemn(BlobKind.Upload, [digest], clock.GetUtcNow(), token), cancellationToken);
            }
        }
    }

    /// <summary>Forgets settled work and deletions that nobody will ask for.</summary>
    public async Task ForgetOldRows(CancellationToken cancellationToken)
    {
        await work.Forget(TimeSpan.FromDays(_options.DoneWorkDays), cancellationToken);
        var before = clock.GetUtcNow() - s_memory;
        await catalogue.Write(
            (db, token) => db.Set<DeletedBlob>().Where(blob => blob.At < before).ExecuteDeleteAsync(token), cancellationToken);
    }

    private Task Decide(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var grace = now - TimeSpan.FromMinutes(_options.GraceMinutes);
        return catalogue.Write(
            async (db, token) =>
            {
                var due = await db.Set<CondemnedBlob>().AsNoTracking()
                    .Where(blob => !blob.Deleting && ((blob.Kind == BlobKind.Upload && blob.At <= now) || (blob.Kind == BlobKind.Kept && blob.At <= grace)))
                    .Take(Batch)
                    .ToListAsync(token);
                foreach (var blob in due)
                {
                    var row = db.Set<CondemnedBlob>().Where(other => other.Kind == blob.Kind && other.Digest == blob.Digest);
                    await (await db.IsReferred(blob.Kind, blob.Digest, token)
                        ? row.ExecuteDeleteAsync(token)
                        : row.ExecuteUpdateAsync(change => change.SetProperty(other => other.Deleting, true), token));
                }
            },
            cancellationToken);
    }

    private static async Task Note(CatalogueDb db, IReadOnlyList<CondemnedBlob> deleted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var blob in deleted)
        {
            await db.Set<CondemnedBlob>().Where(row => row.Kind == blob.Kind && row.Digest == blob.Digest).ExecuteDeleteAsync(cancellationToken);
        }

        db.AddRange(deleted.Select(blob => new DeletedBlob { Kind = blob.Kind, Digest = blob.Digest, At = now }));
        await db.SaveChangesAsync(cancellationToken);
    }

    private IBlobStore StoreOf(BlobKind kind) => kind == BlobKind.Upload ? uploads : blobs;
}
