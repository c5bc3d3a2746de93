using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Crowdsource.Catalogue.Mapping;

/// <summary>One EF Core model per <see cref="CatalogueModel"/>.</summary>
internal sealed class CatalogueModelCacheKeyFactory : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) => (((CatalogueDb)context).Tables, designTime);
}
