using Crowdsource.Catalogue.Mapping;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Hosting;

namespace Crowdsource.Catalogue.Orleans;

public static class CatalogueSiloExtensions
{
    /// <summary>Keeps the states of every <see cref="CatalogueGrain{TState}"/> in the silo's <see cref="ICatalogue"/>, by its <see cref="CatalogueModel"/>.</summary>
    public static ISiloBuilder AddCatalogueGrainStorage(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddGrainStorage(
            CatalogueGrainStorage.ProviderName,
            (services, _) => new CatalogueGrainStorage(
                services.GetRequiredService<ICatalogue>(), services.GetRequiredService<CatalogueModel>()));
        return silo;
    }
}
