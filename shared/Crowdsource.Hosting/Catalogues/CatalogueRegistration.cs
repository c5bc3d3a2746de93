using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Hosts;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.PostgreSql;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Catalogue.Work;
using Crowdsource.Hosting.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crowdsource.Hosting.Catalogues;

/// <summary>The one catalogue, in the database that the configuration names.</summary>
internal static class CatalogueRegistration
{
    public static void AddCatalogue(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CatalogueOptions>()
            .BindConfiguration(CatalogueOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(CatalogueModel.Crowdsource);
        services.AddSingleton<WorkSignal>();
        if (builder.Configuration[$"{CatalogueOptions.Section}:{nameof(CatalogueOptions.Database)}"] == CatalogueOptions.InPostgreSql)
        {
            services.AddSingleton<ICatalogue>(provider => PostgreSqlCatalogue.Open(
                new PostgreSqlCatalogueOptions { ConnectionString = provider.GetRequiredService<IOptions<CatalogueOptions>>().Value.ConnectionString },
                provider.GetRequiredService<CatalogueModel>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<WorkSignal>()));
            services.AddSingleton(new PartOfHost("catalogue", "PostgreSQL (serializable, flushed at each commit)"));
        }
        else
        {
            services.AddSingleton<ICatalogue>(provider => provider.GetRequiredService<SqliteCatalogue>());
            services.AddSingleton(provider => SqliteCatalogue.Open(
                new SqliteCatalogueOptions { Folder = Options(provider).DataFolder },
                provider.GetRequiredService<CatalogueModel>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<WorkSignal>()));
            services.AddSingleton(provider => new PartOfHost(
                "catalogue", $"sqlite {Path.GetFullPath(Options(provider).DataFolder)}/catalogue.db (write-ahead log, full sync)"));
        }

        services.AddSingleton<Turns>();
        services.AddSingleton<IWorkQueue>(provider => new WorkQueue(
            provider.GetRequiredService<ICatalogue>(),
            new WorkQueueOptions { MaxAttempts = Options(provider).WorkAttempts }));
    }

    private static CrowdsourceOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<CrowdsourceOptions>>().Value;
}
