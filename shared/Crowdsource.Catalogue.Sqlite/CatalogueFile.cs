using Microsoft.Data.Sqlite;

namespace Crowdsource.Catalogue.Sqlite;

/// <summary>The database as a file: where it is, and whether it is whole.</summary>
public static class CatalogueFile
{
    /// <summary>The file's name in a data folder, and in a backup.</summary>
    public const string Name = "catalogue.db";

    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private const int MostFindings = 20;

    /// <summary>The database of a data folder.</summary>
    public static string In(string folder) => Path.Combine(folder, Name);

    /// <summary>Reads every page of a database that no host uses, and checks all indexes.</summary>
    /// <returns>What is wrong, in SQLite's words; empty when all is well.</returns>
    /// <exception cref="FileNotFoundException">There is no database in the folder.</exception>
    public static IReadOnlyList<string> Examine(string folder)
    {
        var file = In(folder);
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"There is no {Name} in {folder}.", file);
        }

        try
        {
            // Not read-only: what a killed host left in the log is a part of the database.
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ToString());
            connection.Open();
            DemandWhole(connection);
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA integrity_check({MostFindings})";
            using var reader = command.ExecuteReader();
            var findings = new List<string>();
            while (reader.Read())
            {
                findings.Add(reader.GetString(0));
            }

            return findings is ["ok"] ? [] : findings;
        }
        catch (SqliteException damage) when (IsDamage(damage))
        {
            return [damage.Message];
        }
        catch (DamagedCatalogueException damage)
        {
            return [damage.Message];
        }
    }

    internal static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is Corrupt or NotADatabase;

    /// <summary>SQLite itself notices a lost end of the file only when it comes to a page there, perhaps weeks later.</summary>
    /// <exception cref="DamagedCatalogueException">The file is shorter than its pages.</exception>
    internal static void DemandWhole(SqliteConnection connection)
    {
        SchemaMigrations.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        var wanted = (long)SchemaMigrations.Scalar(connection, "PRAGMA page_count")! * (long)SchemaMigrations.Scalar(connection, "PRAGMA page_size")!;
        var file = Path.GetFullPath(connection.DataSource);
        var there = new FileInfo(file) is { Exists: true } info ? info.Length : 0;
        if (there < wanted)
        {
            throw DamagedCatalogueException.Of(file, $"it has {there} bytes of {wanted}; its end is gone.");
        }
    }
}
