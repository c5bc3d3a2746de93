using Npgsql;

namespace Crowdsource.Catalogue.PostgreSql;

/// <summary>
/// The schema of a shared catalogue: <c>Migrations/NNNN_name.sql</c> in order, each in a transaction with its row in <c>schema_version</c>.
/// One job brings it up to date before the hosts of a new version start; hosts only look.
/// </summary>
public static class PostgreSqlSchema
{
    /// <summary>Any number: of two jobs that migrate at the same moment, the second waits for the first.</summary>
    private const long JobLock = 0x63726f7764;

    internal static IReadOnlyList<(int Version, string Sql)> Scripts { get; } = SchemaScripts.Of(typeof(PostgreSqlSchema).Assembly);

    /// <summary>Brings a database, which must exist, to the newest schema. Does nothing where it has it.</summary>
    /// <returns>How many scripts were run.</returns>
    /// <exception cref="UnsupportedSchemaException">A newer version of this program has migrated it.</exception>
    public static Task<int> Migrate(string connectionString, CancellationToken cancellationToken) => Migrate(connectionString, Scripts, cancellationToken);

    internal static async Task<int> Migrate(
        string connectionString, IReadOnlyList<(int Version, string Sql)> scripts, CancellationToken cancellationToken)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await Execute(connection, $"SELECT pg_advisory_lock({JobLock})", cancellationToken);
        await Execute(
            connection, "CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL PRIMARY KEY, applied_at bigint NOT NULL)", cancellationToken);
        var (current, newest) = (Current(connection), scripts[^1].Version);
        if (current > newest)
        {
            throw UnsupportedSchemaException.Newer(current, newest);
        }

        foreach (var (version, sql) in scripts.Where(script => script.Version > current))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await Execute(connection, sql, cancellationToken);
            await Execute(
                connection,
                $"INSERT INTO schema_version VALUES ({version}, (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint)",
                cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return scripts.Count(script => script.Version > current);
    }

    /// <exception cref="UnsupportedSchemaException">The schema is another than the newest of <paramref name="scripts"/>.</exception>
    internal static void Demand(NpgsqlConnection connection, IReadOnlyList<(int Version, string Sql)> scripts)
    {
        var known = scripts[^1].Version;
        var found = Scalar(connection, "SELECT to_regclass('schema_version') IS NOT NULL") is true ? Current(connection) : 0;
        if (found != known)
        {
            throw found > known
                ? UnsupportedSchemaException.Newer(found, known)
                : new UnsupportedSchemaException(
                    (found == 0 ? "The catalogue has no schema yet" : $"The catalogue has schema {found}, this program needs {known}")
                    + ": run 'crowdsource migrate' of this version once, then start again.");
        }
    }

    internal static object? Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    private static int Current(NpgsqlConnection connection) => (int)Scalar(connection, "SELECT COALESCE(MAX(version), 0) FROM schema_version")!;

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
