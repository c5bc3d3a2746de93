using System.Formats.Tar;
using Crowdsource.Catalogue.Sqlite;

namespace Crowdsource.Cli.Backups;

/// <summary>The archive that the server writes: the catalogue's file, then blobs under their stores' folders.</summary>
internal static class BackupArchive
{
    /// <summary>Unpacks beside the new data folder first, so that half of a backup never looks like a data folder.</summary>
    /// <exception cref="CliException">There is no such archive, it is cut off, or the folder is not empty.</exception>
    public static async Task Unpack(string archive, string folder, CancellationToken cancellation)
    {
        if (!File.Exists(archive))
        {
            throw new CliException($"There is no {archive}.");
        }

        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new CliException($"{folder} is not empty: a backup is never mixed with what is there. Name a new folder.");
        }

        var beside = $"{folder}.restoring";
        if (Directory.Exists(beside))
        {
            Directory.Delete(beside, recursive: true);
        }

        Directory.CreateDirectory(beside);
        try
        {
            await TarFile.ExtractToDirectoryAsync(archive, beside, overwriteFiles: false, cancellation);
        }
        catch (Exception broken) when (broken is EndOfStreamException or InvalidDataException or FormatException)
        {
            throw new CliException($"{archive} is no whole backup ({broken.Message}): take another one.", broken);
        }

        if (!File.Exists(CatalogueFile.In(beside)))
        {
            throw new CliException($"{archive} is no backup of Crowdsource: it has no {CatalogueFile.Name}.");
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder);
        }

        Directory.Move(beside, folder);
    }
}
