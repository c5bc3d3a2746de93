using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Testing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests.Sqlite;

public sealed class SchemaTests
{
    private const string FirstScript = "shared/Crowdsource.Catalogue.Sqlite/Migrations/0001_initial.sql";

    /// <summary>Until something is released there is one script, made from the model; from then on a change of the model adds a script.</summary>
    [Fact]
    public void The_first_script_is_made_from_the_model()
    {
        if (SchemaMigrations.All.Count <= 1)
        {
            Golden.Matches(FirstScript, SqliteCatalogue.CreateScript(CatalogueModel.Crowdsource));
        }

        SchemaMigrations.All.ShouldNotBeEmpty();
    }

    [Fact]
    public void The_scripts_add_up_to_the_model()
    {
        var migrated = Shape(connection =>
        {
            SchemaMigrations.Apply(connection, SchemaMigrations.All, TimeProvider.System);
            SchemaMigrations.Execute(connection, "DROP TABLE schema_version");
        });
        var wanted = Shape(connection => SchemaMigrations.Execute(connection, SqliteCatalogue.CreateScript(CatalogueModel.Crowdsource)));
        migrated.ShouldBe(wanted);
    }

    [Fact]
    public void The_scripts_are_numbered_without_gaps() =>
        SchemaMigrations.All.Select(migration => migration.Version).ShouldBe(Enumerable.Range(1, SchemaMigrations.All.Count));

    /// <summary>Tables, columns and indexes, whatever the order in which they were made.</summary>
    private static List<string> Shape(Action<SqliteConnection> make)
    {
        using var folder = new TemporaryFolder();
        using var connection = new SqliteConnection($"Data Source={folder.File("x.db")};Pooling=false");
        connection.Open();
        make(connection);
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk
            FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
            UNION ALL SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
            ORDER BY 1
            """;
        using var reader = command.ExecuteReader();
        var shape = new List<string>();
        while (reader.Read())
        {
            shape.Add(reader.GetString(0));
        }

        return shape;
    }
}
