using System.Text.Json;

namespace Crowdsource.Storage.S3;

/// <summary>
/// An upload as objects, <c>prefix/owner/upload/</c>: <c>plan</c>, and each piece under the plan's generation and the piece's offset, so that
/// pieces may be of any length (an S3's own multipart uploads ask for 5 MiB at least). Pieces are written only where there is none: of two
/// callers who append at once one is refused, whichever hosts they talk to.
/// </summary>
/// <param name="bucket">Prepared.</param>
/// <param name="prefix">Of these uploads alone, without a slash.</param>
/// <param name="clock">Says what has expired.</param>
public sealed class S3PartialUploads(S3Bucket bucket, string prefix, TimeProvider clock) : IPartialUploads
{
    private const string Plan = "plan";

    public async Task<bool> Create(PartialUploadId id, PartialUploadPlan plan, int mostPerOwner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var folder = FolderOf(id);
        var stored = new StoredPlan(Guid.NewGuid(), plan);
        using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(stored), writable: false);
        await bucket.Put(folder + Plan, json, cancellationToken);

        // Counted only now: who begins two at once on two hosts is at worst refused both.
        var keys = await Keys(FolderOf(id.Owner), cancellationToken);
        var isRefused = keys.Count(key => key.EndsWith($"/{Plan}", StringComparison.Ordinal)) > mostPerOwner;
        await Delete(
            keys.Where(key => key.StartsWith(folder, StringComparison.Ordinal)
                && (isRefused || (key != folder + Plan && !key.StartsWith(stored.FolderIn(folder), StringComparison.Ordinal)))),
            cancellationToken);
        return !isRefused;
    }

    public async Task<IPartialUpload?> Open(PartialUploadId id, CancellationToken cancellationToken)
    {
        var folder = FolderOf(id);
        if (await ReadPlan(folder, cancellationToken) is not { } stored || stored.Plan.ExpiresAt <= clock.GetUtcNow())
        {
            return null;
        }

        var pieces = new Dictionary<string, long>();
        await foreach (var entry in bucket.List(stored.FolderIn(folder), cancellationToken))
        {
            pieces[entry.Key] = entry.Length;
        }

        return new S3PartialUpload(
            bucket, stored.Plan, stored.FolderIn(folder), pieces, async token => await Delete(await Keys(folder, token), token));
    }

    public async Task DeleteAll(Guid owner, CancellationToken cancellationToken) =>
        await Delete(await Keys(FolderOf(owner), cancellationToken), cancellationToken);

    public async Task<int> Sweep(CancellationToken cancellationToken)
    {
        var swept = 0;
        foreach (var upload in (await Keys($"{prefix}/", cancellationToken)).GroupBy(key => $"{string.Join('/', key.Split('/')[..3])}/"))
        {
            // Asked after the listing: what is of no generation that the plan knows is left over, for a plan is there before its pieces.
            var stored = await ReadPlan(upload.Key, cancellationToken);
            var isOver = stored is null || stored.Plan.ExpiresAt <= clock.GetUtcNow();
            await Delete(
                upload.Where(key => isOver || (key != upload.Key + Plan && !key.StartsWith(stored!.FolderIn(upload.Key), StringComparison.Ordinal))),
                cancellationToken);
            swept += stored is not null && isOver ? 1 : 0;
        }

        return swept;
    }

    private async Task<StoredPlan?> ReadPlan(string folder, CancellationToken cancellationToken)
    {
        await using var stream = await S3ObjectStream.Open(bucket, folder + Plan, cancellationToken);
        return stream is null ? null : await JsonSerializer.DeserializeAsync<StoredPlan>(stream, cancellationToken: cancellationToken);
    }

    private async Task<List<string>> Keys(string folder, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        await foreach (var entry in bucket.List(folder, cancellationToken))
        {
            keys.Add(entry.Key);
        }

        return keys;
    }

    /// <summary>Plans first: an upload that is half deleted is not there.</summary>
    private async Task Delete(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys.OrderByDescending(key => key.EndsWith($"/{Plan}", StringComparison.Ordinal)))
        {
            await bucket.Delete(key, cancellationToken);
        }
    }

    private string FolderOf(Guid owner) => $"{prefix}/{owner:N}/";

    private string FolderOf(PartialUploadId id) => $"{FolderOf(id.Owner)}{id.Upload:N}/";

    /// <param name="Generation">Another for each time that an upload of this id begins.</param>
    /// <param name="Plan">The caller's.</param>
    private sealed record StoredPlan(Guid Generation, PartialUploadPlan Plan)
    {
        public string FolderIn(string upload) => $"{upload}{Generation:N}/";
    }
}
