using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.PostgreSql;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Catalogue.Work;

namespace Crowdsource.Testing;

/// <summary>A catalogue of the test's own.</summary>
public sealed class TestCatalogue : ICatalogue, IAsyncDisposable, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string? _schema;
    private readonly ICatalogue _catalogue;

    /// <param name="model">The tables; a model of the test's own gets a schema without migrations.</param>
    /// <param name="signal">Hears of committed work.</param>
    /// <param name="work">How patient <see cref="Work"/> is.</param>
    /// <param name="database">What is behind it.</param>
    public TestCatalogue(
        CatalogueModel? model = null, IWorkSignal? signal = null, WorkQueueOptions? work = null, TestDatabase database = TestDatabase.Usual)
    {
        model ??= CatalogueModel.Crowdsource;
        var isPostgreSql = database == TestDatabase.PostgreSql
            || (database == TestDatabase.Usual && Environment.GetEnvironmentVariable("CROWDSOURCE_TEST_CATALOGUE") == "postgresql");
        _schema = isPostgreSql ? PostgreSqlServer.Shared.CreateSchema() : null;
        _catalogue = _schema is not null ? OnPostgreSql(_schema, model, signal) : OnSqlite(_folder.Path, model, signal);
        Work = new WorkQueue(_catalogue, work ?? new WorkQueueOptions());
    }

    public string Folder => _folder.Path;

    public IWorkQueue Work { get; }

    public long Stamp => _catalogue.Stamp;

    public Task<T> Write<T>(Func<CatalogueDb, CancellationToken, Task<T>> unit, CancellationToken cancellationToken) =>
        _catalogue.Write(unit, cancellationToken);

    public Task<T> WriteRows<T>(Func<CatalogueDb, CancellationToken, Task<T>> unit, CancellationToken cancellationToken) =>
        _catalogue.WriteRows(unit, cancellationToken);

    public Task<T> Read<T>(Func<CatalogueDb, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>
        _catalogue.Read(query, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_catalogue).DisposeAsync();
        if (_schema is not null)
        {
            PostgreSqlServer.Shared.DropSchema(_schema);
        }

        _folder.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static bool IsOurs(CatalogueModel model) => model == CatalogueModel.Crowdsource;

    private static SqliteCatalogue OnSqlite(string folder, CatalogueModel model, IWorkSignal? signal)
    {
        var options = new SqliteCatalogueOptions { Folder = folder };
        return IsOurs(model)
            ? SqliteCatalogue.Open(options, model, TimeProvider.System, signal)
            : SqliteCatalogue.Open(options, model, [(1, SqliteCatalogue.CreateScript(model))], TimeProvider.System, signal);
    }

    private static PostgreSqlCatalogue OnPostgreSql(string schema, CatalogueModel model, IWorkSignal? signal)
    {
        var options = new PostgreSqlCatalogueOptions { ConnectionString = schema };
        var scripts = IsOurs(model) ? PostgreSqlSchema.Scripts : [(1, PostgreSqlCatalogue.CreateScript(model))];
        PostgreSqlSchema.Migrate(schema, scripts, CancellationToken.None).GetAwaiter().GetResult();
        return PostgreSqlCatalogue.Open(options, model, scripts, TimeProvider.System, signal);
    }
}
