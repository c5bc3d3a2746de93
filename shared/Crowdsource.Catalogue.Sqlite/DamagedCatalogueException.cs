namespace Crowdsource.Catalogue.Sqlite;

/// <summary>The database file is not whole: truncated, overwritten, or no database at all.</summary>
public sealed class DamagedCatalogueException : Exception
{
    public DamagedCatalogueException()
    {
    }

    public DamagedCatalogueException(string message)
        : base(message)
    {
    }

    public DamagedCatalogueException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static DamagedCatalogueException Of(string file, string why, Exception? cause = null) => new(
        $"The catalogue {file} is damaged: {why} 'crowdsource doctor --data {Path.GetDirectoryName(file)}' says more; "
        + "'crowdsource restore BACKUP --data FOLDER' makes a new folder from the last backup.", cause!);
}
