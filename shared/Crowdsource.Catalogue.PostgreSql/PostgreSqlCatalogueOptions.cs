namespace Crowdsource.Catalogue.PostgreSql;

/// <summary>Where the shared catalogue is and how a process uses it.</summary>
public sealed class PostgreSqlCatalogueOptions
{
    /// <summary>Npgsql's connection string: host, port, database, user; what else it says, such as TLS, stands.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// The most connections that write; the most that read come on top. The server's <c>max_connections</c> must do for all processes.
    /// More writers gain little: units that run into each other run again.
    /// </summary>
    public int Writers { get; init; } = 8;

    /// <summary>The most connections that read.</summary>
    public int Readers { get; init; } = 16;

    /// <summary>
    /// How long a unit may take with all its tries; shorter than any grain's time-out. While the server is away, callers wait as long.
    /// </summary>
    public TimeSpan UnitTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
