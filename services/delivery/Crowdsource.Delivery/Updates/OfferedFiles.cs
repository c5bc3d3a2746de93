using System.Collections.Concurrent;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Models;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Delivery.Updates;

/// <summary>
/// Which blobs the public may have: those that belong to a model version's bundle, and never a photo. Versions are immutable and only
/// ever added, so what was seen once is remembered, and a miss reads the rows that are new since the last one.
/// </summary>
internal sealed class OfferedFiles(ICatalogue catalogue)
{
    // In a cluster, rows can become visible out of order: the last ones are read again.
    private const int Overlap = 100;

    private readonly ConcurrentDictionary<BlobDigest, bool> _known = new();
    private long _seen;

    public async ValueTask<bool> Contains(BlobDigest digest, CancellationToken cancellationToken)
    {
        if (!_known.ContainsKey(digest))
        {
            await ReadNewVersions(cancellationToken);
        }

        return _known.ContainsKey(digest);
    }

    private async Task ReadNewVersions(CancellationToken cancellationToken)
    {
        var after = Volatile.Read(ref _seen) - Overlap;
        var rows = await catalogue.Read(
            (db, token) => db.Set<ModelVersion>()
                .Where(version => EF.Property<long>(version, "Sequence") > after)
                .Select(version => new { Sequence = EF.Property<long>(version, "Sequence"), version.Artifacts })
                .ToListAsync(token),
            cancellationToken);
        foreach (var file in rows.SelectMany(row => row.Artifacts).SelectMany(artifact => artifact.Files))
        {
            _known.TryAdd(file.Digest, true);
        }

        if (rows.Count > 0)
        {
            // Two readers may race: the smaller number only means that some rows are read once more.
            Volatile.Write(ref _seen, rows.Max(row => row.Sequence));
        }
    }
}
