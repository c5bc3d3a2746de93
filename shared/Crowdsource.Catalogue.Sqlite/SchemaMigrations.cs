using Microsoft.Data.Sqlite;

namespace Crowdsource.Catalogue.Sqlite;

/// <summary>
/// Brings a database to the newest schema: <c>Migrations/NNNN_name.sql</c> in order, each in a transaction with its row in
/// <c>schema_version</c>. An existing database is backed up first.
/// </summary>
internal static class SchemaMigrations
{
    /// <summary>The numbered scripts; a script that was ever released is never edited.</summary>
    public static IReadOnlyList<(int Version, string Sql)> All { get; } = SchemaScripts.Of(typeof(SchemaMigrations).Assembly);

    /// <returns>The path of the backup; null when there was nothing to back up.</returns>
    /// <exception cref="UnsupportedSchemaException">The schema is newer than this program.</exception>
    public static string? Apply(SqliteConnection connection, IReadOnlyList<(int Version, string Sql)> migrations, TimeProvider clock)
    {
        Execute(connection, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY, applied_at INTEGER NOT NULL)");
        var current = Convert.ToInt32(Scalar(connection, "SELECT COALESCE(MAX(version), 0) FROM schema_version"));
        var newest = migrations[^1].Version;
        if (current > newest)
        {
            throw UnsupportedSchemaException.Newer(current, newest);
        }

        if (current == newest)
        {
            return null;
        }

        var backup = current == 0 ? null : Backup(connection, current, clock);
        foreach (var (version, sql) in migrations.Where(migration => migration.Version > current))
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            Execute(connection, sql);
            Execute(connection, $"INSERT INTO schema_version VALUES ({version}, CAST(unixepoch('subsec') * 1000 AS INTEGER) * 1000)");
            transaction.Commit();
        }

        return backup;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Copies what is committed to a new file, packed.</summary>
    public static void VacuumInto(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $path";
        command.Parameters.AddWithValue("$path", path);
        command.ExecuteNonQuery();
    }

    private static string Backup(SqliteConnection connection, int version, TimeProvider clock)
    {
        var path = $"{connection.DataSource}.schema-{version}.{clock.GetUtcNow():yyyyMMddTHHmmssfff}.backup";
        VacuumInto(connection, path);
        return path;
    }
}
