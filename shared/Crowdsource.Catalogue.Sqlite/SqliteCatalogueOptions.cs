namespace Crowdsource.Catalogue.Sqlite;

/// <summary>Where the embedded catalogue is and how it writes.</summary>
public sealed class SqliteCatalogueOptions
{
    /// <summary>The data folder; made when it is absent. One process at a time may open it.</summary>
    public required string Folder { get; init; }

    /// <summary>The most units that share one fsync; 1 switches group commit off.</summary>
    public int MaxBatch { get; init; } = 256;

    /// <summary>How many units may wait before callers do.</summary>
    public int MaxWaiting { get; init; } = 4096;

    /// <summary>How long one unit may run once its turn has come; shorter than any grain's time-out.</summary>
    public TimeSpan UnitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The page cache of the writer, kibibytes.</summary>
    public int CacheKibibytes { get; init; } = 16 * 1024;
}
