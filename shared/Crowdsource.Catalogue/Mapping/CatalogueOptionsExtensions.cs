using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Crowdsource.Catalogue.Mapping;

public static class CatalogueOptionsExtensions
{
    /// <summary>What every provider's options need.</summary>
    public static DbContextOptionsBuilder<CatalogueDb> UseCatalogue(this DbContextOptionsBuilder<CatalogueDb> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (DbContextOptionsBuilder<CatalogueDb>)options.ReplaceService<IModelCacheKeyFactory, CatalogueModelCacheKeyFactory>();
    }
}
