using System.Formats.Tar;
using Crowdsource.Api.Operations;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Hosting;
using Crowdsource.Storage;
using Microsoft.Extensions.Options;

namespace Crowdsource.AllInOne;

/// <summary>
/// The data folder as one archive. No blob is deleted while it is made, and blobs are stored before rows refer to them: whatever the copied rows
/// refer to is on disk when the blobs are copied after them.
/// </summary>
internal sealed class DataFolderBackup(SqliteCatalogue catalogue, SweepPause sweeps, IOptions<CrowdsourceOptions> options) : IBackup
{
    private static readonly string[] s_blobFolders = ["blobs", "uploads"];

    public async Task Write(Stream archive, CancellationToken cancellationToken)
    {
        using var turn = await sweeps.Take(cancellationToken);
        var folder = options.Value.DataFolder;
        var rows = Path.Combine(folder, "backup.db");
        // Of a backup in which the host was killed.
        File.Delete(rows);
        try
        {
            await catalogue.Backup(rows, cancellationToken);
            await using var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true);
            await tar.WriteEntryAsync(rows, CatalogueFile.Name, cancellationToken);
            foreach (var blob in s_blobFolders.Select(name => Path.Combine(folder, name)).Where(Directory.Exists).SelectMany(Blobs))
            {
                await tar.WriteEntryAsync(blob, Path.GetRelativePath(folder, blob), cancellationToken);
            }
        }
        finally
        {
            File.Delete(rows);
        }
    }

    /// <summary>Whole blobs only: what is still arriving bears no digest for a name.</summary>
    private static IEnumerable<string> Blobs(string store) => Directory
        .EnumerateFiles(store, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file).Length == 64);
}
