using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Catalogue.Work;

namespace Crowdsource.Testing;

/// <summary>A SQLite catalogue in a folder of its own.</summary>
public sealed class TestCatalogue : ICatalogue, IAsyncDisposable, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteCatalogue _catalogue;

    /// <param name="model">The tables; a model of the test's own gets a schema without migrations.</param>
    /// <param name="signal">Hears of committed work.</param>
    /// <param name="work">How patient <see cref="Work"/> is.</param>
    public TestCatalogue(CatalogueModel? model = null, IWorkSignal? signal = null, WorkQueueOptions? work = null)
    {
        var options = new SqliteCatalogueOptions { Folder = _folder.Path };
        _catalogue = model is null || model == CatalogueModel.Crowdsource
            ? SqliteCatalogue.Open(options, CatalogueModel.Crowdsource, TimeProvider.System, signal)
            : SqliteCatalogue.Open(options, model, [(1, SqliteCatalogue.CreateScript(model))], TimeProvider.System, signal);
        Work = new WorkQueue(_catalogue, work ?? new WorkQueueOptions());
    }

    public string Folder => _folder.Path;

    public IWorkQueue Work { get; }

    public long Stamp => _catalogue.Stamp;

    public Task<T> Write<T>(Func<CatalogueDb, CancellationToken, Task<T>> unit, CancellationToken cancellationToken) =>
        _catalogue.Write(unit, cancellationToken);

    public Task<T> Read<T>(Func<CatalogueDb, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>
        _catalogue.Read(query, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _catalogue.DisposeAsync();
        _folder.Dispose();
    }

    public void Dispose()
    {
        _catalogue.Dispose();
        _folder.Dispose();
    }
}
