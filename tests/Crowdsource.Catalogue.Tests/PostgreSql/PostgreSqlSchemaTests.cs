using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.PostgreSql;
using Crowdsource.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests.PostgreSql;

public sealed class PostgreSqlSchemaTests : IDisposable
{
    private const string FirstScript = "shared/Crowdsource.Catalogue.PostgreSql/Migrations/0001_initial.sql";
    private static readonly CancellationToken s_now = CancellationToken.None;

    private readonly string _schema = PostgreSqlServer.Shared.CreateSchema();

    public void Dispose() => PostgreSqlServer.Shared.DropSchema(_schema);

    /// <summary>Until something is released there is one script, made from the model; from then on a change of the model adds a script.</summary>
    [Fact]
    public void The_first_script_is_made_from_the_model()
    {
        if (PostgreSqlSchema.Scripts.Count <= 1)
        {
            Golden.Matches(FirstScript, PostgreSqlCatalogue.CreateScript(CatalogueModel.Crowdsource));
        }

        PostgreSqlSchema.Scripts.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_scripts_add_up_to_the_model()
    {
        var wanted = PostgreSqlServer.Shared.CreateSchema();
        await PostgreSqlSchema.Migrate(_schema, s_now);
        await PostgreSqlSchema.Migrate(wanted, [(1, PostgreSqlCatalogue.CreateScript(CatalogueModel.Crowdsource))], s_now);

        (await Shape(_schema)).ShouldBe(await Shape(wanted));
        PostgreSqlServer.Shared.DropSchema(wanted);
    }

    [Fact]
    public void The_scripts_are_numbered_without_gaps() =>
        PostgreSqlSchema.Scripts.Select(script => script.Version).ShouldBe(Enumerable.Range(1, PostgreSqlSchema.Scripts.Count));

    [Fact]
    public void A_database_without_a_schema_is_refused_and_left_alone()
    {
        Should.Throw<UnsupportedSchemaException>(() => Open(PostgreSqlSchema.Scripts)).Message.ShouldContain("crowdsource migrate");
        Should.Throw<UnsupportedSchemaException>(() => Open(PostgreSqlSchema.Scripts));
    }

    [Fact]
    public async Task An_older_schema_is_refused_until_it_is_migrated_and_keeps_its_rows()
    {
        List<(int, string)> older = [(1, PostgreSqlCatalogue.CreateScript(Parcels.Model))];
        List<(int, string)> newer = [.. older, (2, "CREATE TABLE further (id integer)")];
        (await PostgreSqlSchema.Migrate(_schema, older, s_now)).ShouldBe(1);
        await using (var before = Open(older))
        {
            await before.Commit(new Commit<Parcel>(Parcels.Named("a")), RowVersion.None, s_now);
        }

        var refusal = Should.Throw<UnsupportedSchemaException>(() => Open(newer));
        refusal.Message.ShouldContain("crowdsource migrate");
        refusal.Message.ShouldContain("schema 1");
        (await PostgreSqlSchema.Migrate(_schema, newer, s_now)).ShouldBe(1);
        (await PostgreSqlSchema.Migrate(_schema, newer, s_now)).ShouldBe(0);

        await using var after = Open(newer);
        (await after.Load<Parcel>(new ParcelId("a"), s_now)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_newer_schema_is_left_alone_by_hosts_and_by_migrations()
    {
        List<(int, string)> older = [(1, PostgreSqlCatalogue.CreateScript(Parcels.Model))];
        await PostgreSqlSchema.Migrate(_schema, [.. older, (2, "CREATE TABLE further (id integer)")], s_now);

        Should.Throw<UnsupportedSchemaException>(() => Open(older)).Message.ShouldContain("schema 2");
        await Should.ThrowAsync<UnsupportedSchemaException>(() => PostgreSqlSchema.Migrate(_schema, older, s_now));
    }

    [Fact]
    public async Task A_failed_migration_changes_nothing()
    {
        List<(int, string)> older = [(1, PostgreSqlCatalogue.CreateScript(Parcels.Model))];
        await PostgreSqlSchema.Migrate(_schema, older, s_now);
        await Should.ThrowAsync<PostgresException>(
            () => PostgreSqlSchema.Migrate(_schema, [.. older, (2, "CREATE TABLE half (id integer); NOT SQL")], s_now));

        (await Shape(_schema)).ShouldNotContain(line => line.Contains("half"));
        await Open(older).DisposeAsync();
    }

    [Fact]
    public async Task Of_jobs_that_migrate_at_the_same_moment_one_does() =>
        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostgreSqlSchema.Migrate(_schema, s_now)))).Sum().ShouldBe(PostgreSqlSchema.Scripts.Count);

    private PostgreSqlCatalogue Open(IReadOnlyList<(int, string)> scripts) => PostgreSqlCatalogue.Open(
        new PostgreSqlCatalogueOptions { ConnectionString = _schema }, Parcels.Model, scripts, TimeProvider.System, null);

    /// <summary>Columns and indexes, whatever the order in which they were made.</summary>
    private static async Task<List<string>> Shape(string schema)
    {
        await using var connection = new NpgsqlConnection(schema);
        await connection.OpenAsync(s_now);
        await using var command = new NpgsqlCommand(
            """
            SELECT concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable, is_identity) FROM information_schema.columns
            WHERE table_schema = current_schema()
            UNION ALL SELECT replace(indexdef, current_schema() || '.', '') FROM pg_indexes WHERE schemaname = current_schema()
            ORDER BY 1
            """,
            connection);
        var shape = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(s_now);
        while (await reader.ReadAsync(s_now))
        {
            shape.Add(reader.GetString(0));
        }

        return shape;
    }
}
