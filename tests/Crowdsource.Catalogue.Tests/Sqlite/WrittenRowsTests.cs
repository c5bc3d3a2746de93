using System.Text.Json;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests.Sqlite;

/// <summary>
/// Rows of every table as a demo wrote them, a file per schema (<c>Written/NNNN.sql</c>, which is never edited): what is in people's data folders when they
/// start a newer version.
/// </summary>
public sealed class WrittenRowsTests
{
    private static readonly CancellationToken s_now = CancellationToken.None;

    public static TheoryData<int> Schemas => [.. Directory.GetFiles(Folder, "*.sql").Select(file => int.Parse(Path.GetFileNameWithoutExtension(file)))];

    private static string Folder => Path.Combine(Golden.RepositoryRoot(), "tests", "Crowdsource.Catalogue.Tests", "Written");

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task What_was_written_under_an_earlier_schema_is_read_and_keeps_all_that_it_says(int schema)
    {
        using var folder = new TemporaryFolder();
        var before = new List<(string Table, string Row, Dictionary<string, object?> Columns)>();
        using (var connection = Open(folder))
        {
            SchemaMigrations.Apply(connection, [.. SchemaMigrations.All.Where(script => script.Version <= schema)], TimeProvider.System);
            SchemaMigrations.Execute(connection, await File.ReadAllTextAsync(Path.Combine(Folder, $"{schema:0000}.sql"), s_now));
            SchemaMigrations.Apply(connection, SchemaMigrations.All, TimeProvider.System);
            before.AddRange(Rows(connection));
        }

        await using (var catalogue = SqliteCatalogue.Open(
            new SqliteCatalogueOptions { Folder = folder.Path }, CatalogueModel.Crowdsource, TimeProvider.System, signal: null))
        {
            await catalogue.Write(WriteEverythingAgain, s_now);
        }

        using var now = Open(folder);
        var after = Rows(now).ToDictionary(row => (row.Table, row.Row), row => row.Columns);
        before.Select(row => (row.Table, row.Row)).Except(after.Keys).ShouldBeEmpty();
        foreach (var (table, row, columns) in before)
        {
            foreach (var (column, value) in columns)
            {
                Keeps(value, after[(table, row)][column], $"{table}.{column}");
            }
        }
    }

    /// <summary>Each table has at least one row, or nothing is shown of it.</summary>
    [Theory]
    [MemberData(nameof(Schemas))]
    public void Every_table_has_been_written(int schema)
    {
        using var folder = new TemporaryFolder();
        using var connection = Open(folder);
        SchemaMigrations.Apply(connection, [.. SchemaMigrations.All.Where(script => script.Version <= schema)], TimeProvider.System);
        SchemaMigrations.Execute(connection, File.ReadAllText(Path.Combine(Folder, $"{schema:0000}.sql")));
        Tables(connection).Except(Rows(connection).Select(row => row.Table)).ShouldBeEmpty();
    }

    private static async Task<int> WriteEverythingAgain(CatalogueDb db, CancellationToken cancellationToken)
    {
        foreach (var type in db.Model.GetEntityTypes())
        {
            var all = (Task)typeof(WrittenRowsTests).GetMethod(nameof(All), System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
                .MakeGenericMethod(type.ClrType).Invoke(null, [db, cancellationToken])!;
            await all;
        }

        return await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task All<T>(CatalogueDb db, CancellationToken cancellationToken)
        where T : class
    {
        foreach (var row in await db.Set<T>().AsTracking().ToListAsync(cancellationToken))
        {
            db.Entry(row).State = EntityState.Modified;
        }
    }

    private static void Keeps(object? before, object? after, string where)
    {
        if (before is string text && text is ['{' or '[', ..])
        {
            Keeps(JsonDocument.Parse(text).RootElement, JsonDocument.Parse((string)after!).RootElement, where);
        }
        else
        {
            after.ShouldBe(before, where);
        }
    }

    /// <summary>A later version may say more, not less.</summary>
    private static void Keeps(JsonElement before, JsonElement after, string where)
    {
        after.ValueKind.ShouldBe(before.ValueKind, where);
        switch (before.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in before.EnumerateObject())
                {
                    after.TryGetProperty(member.Name, out var kept).ShouldBeTrue($"{where}.{member.Name}");
                    Keeps(member.Value, kept, $"{where}.{member.Name}");
                }

                break;
            case JsonValueKind.Array:
                after.GetArrayLength().ShouldBe(before.GetArrayLength(), where);
                foreach (var (one, other) in before.EnumerateArray().Zip(after.EnumerateArray()))
                {
                    Keeps(one, other, where);
                }

                break;
            default:
                after.ToString().ShouldBe(before.ToString(), where);
                break;
        }
    }

    private static SqliteConnection Open(TemporaryFolder folder)
    {
        var connection = new SqliteConnection($"Data Source={folder.File("catalogue.db")};Pooling=false");
        connection.Open();
        return connection;
    }

    /// <summary>All but turns, which a start forgets.</summary>
    private static List<string> Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('schema_version', 'turns') ORDER BY name";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private static List<(string Table, string Row, Dictionary<string, object?> Columns)> Rows(SqliteConnection connection)
    {
        var rows = new List<(string, string, Dictionary<string, object?>)>();
        foreach (var table in Tables(connection))
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT rowid AS row, * FROM {table}";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                rows.Add((table, $"{reader[0]}", Enumerable.Range(0, reader.FieldCount)
                    .ToDictionary(reader.GetName, column => reader.IsDBNull(column) ? null : reader.GetValue(column), StringComparer.Ordinal)));
            }
        }

        return rows;
    }
}
