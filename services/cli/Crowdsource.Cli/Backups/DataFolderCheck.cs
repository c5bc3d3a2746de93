using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Integrity;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Domain.Blobs;
using Crowdsource.Protocol.Operations;
using Crowdsource.Storage;
using Crowdsource.Storage.Files;

namespace Crowdsource.Cli.Backups;

/// <summary>Looks through a data folder that no host uses: the database's pages first, then whether rows and blobs fit together.</summary>
internal static class DataFolderCheck
{
    private const string DamagedCatalogue = "damaged-catalogue";

    /// <exception cref="CliException">There is no data in the folder, or a host uses it.</exception>
    public static async Task<IntegrityReport> Run(string folder, CancellationToken cancellation)
    {
        try
        {
            using (DataFolderLock.Acquire(folder))
            {
                if (CatalogueFile.Examine(folder) is { Count: > 0 } damage)
                {
                    return new IntegrityReport(0, 0, [.. damage.Select(words => new IntegrityProblem(
                        DamagedCatalogue, CatalogueFile.Name,
                        $"{words} Rows are lost: 'crowdsource restore BACKUP --data NEW-FOLDER' from the last backup, and keep this folder: its blobs are whole."))]);
                }
            }

            await using var catalogue = SqliteCatalogue.Open(
                new SqliteCatalogueOptions { Folder = folder }, CatalogueModel.Crowdsource, TimeProvider.System);
            var (blobs, uploads) = (Store(folder, "blobs"), Store(folder, "uploads"));
            var check = new IntegrityCheck(catalogue, (kind, digest, token) => (kind == BlobKind.Upload ? uploads : blobs).Examine(digest, token));
            return await IntegrityReport.Collect(async after =>
            {
                var page = await check.Check(after, cancellation);
                return new IntegrityResponse(
                    page.Photos, page.Blobs, [.. page.Findings.Select(finding => new IntegrityProblem(finding.Code, finding.Subject, finding.Explanation))],
                    page.Next);
            });
        }
        catch (DataFolderInUseException busy)
        {
            throw new CliException($"{busy.Message} Or leave --data out: a running host is asked over HTTP.", busy);
        }
        catch (FileNotFoundException missing)
        {
            throw new CliException(missing.Message, missing);
        }
        catch (UnsupportedSchemaException newer)
        {
            throw new CliException(newer.Message, newer);
        }
    }

    private static FileBlobStore Store(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(path);
        return new FileBlobStore(path, DiskReserve.Of(path, 0));
    }
}
