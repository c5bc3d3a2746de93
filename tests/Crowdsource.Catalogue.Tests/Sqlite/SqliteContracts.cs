using Crowdsource.Testing;

namespace Crowdsource.Catalogue.Tests.Sqlite;

public sealed class SqliteCatalogueContract : CatalogueContract, IDisposable
{
    private readonly TestCatalogue _catalogue = new(Parcels.Model);

    protected override ICatalogue Catalogue => _catalogue;

    public void Dispose() => _catalogue.Dispose();
}

public sealed class SqliteWorkQueueContract : WorkQueueContract, IDisposable
{
    private readonly TestCatalogue _catalogue = new(Parcels.Model);

    protected override ICatalogue Catalogue => _catalogue;

    public void Dispose() => _catalogue.Dispose();
}
