using System.Data.Common;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Hosting.Blobs;
using Crowdsource.Hosting.Bus;
using Crowdsource.Hosting.Catalogues;
using Crowdsource.Hosting.Cluster;
using Crowdsource.Hosting.Health;
using Crowdsource.Hosting.Logs;
using Crowdsource.Hosting.Settings;
using Crowdsource.Hosting.Telemetry;
using Crowdsource.Hosting.Work;
using Crowdsource.Storage;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Crowdsource.Hosting;

/// <summary>Calls each framework once. A host adds its modules and says which consumers they bring.</summary>
public static class CrowdsourceHost
{
    /// <summary>The pool's threads that are there at once: an upload holds one while the disk makes it durable, and the pool adds two a second.</summary>
    private const int Threads = 64;

    /// <summary>
    /// A host that has grains: catalogue, blobs, a silo, bus, dispatcher of what grains owe, logs. Alone it is the embedded mode, with
    /// all modules; the configuration makes it one of many.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="addConsumers">Adds the modules' consumers to the one bus.</param>
    public static WebApplicationBuilder AddCrowdsource(this WebApplicationBuilder builder, Action<IBusRegistrationConfigurator> addConsumers)
    {
        builder.AddCrowdsourceReader();
        builder.AddSilo();
        // Photos are acknowledged without it: what is owed stays in the catalogue until it is back.
        builder.AddBus(addConsumers, without: HealthStatus.Degraded);
        builder.Services.AddHostedService<WorkDispatcher>();
        builder.Services.AddHostedService<OwnerKey>();
        builder.Services.AddHostedService<StateOfAffairs>();
        return builder;
    }

    /// <summary>A host that does the work that grains owe, and reports to them: catalogue, blobs, a way to the grains, bus, logs.</summary>
    /// <inheritdoc cref="AddCrowdsource"/>
    public static WebApplicationBuilder AddCrowdsourceWorker(this WebApplicationBuilder builder, Action<IBusRegistrationConfigurator> addConsumers)
    {
        builder.AddCrowdsourceReader();
        builder.AddGrainClient();
        builder.AddBus(addConsumers, without: HealthStatus.Unhealthy);
        return builder;
    }

    /// <summary>A host that only serves what is stored: catalogue, blobs, logs.</summary>
    public static WebApplicationBuilder AddCrowdsourceReader(this WebApplicationBuilder builder)
    {
        ThreadPool.SetMinThreads(Threads, Threads);
        builder.AddLogs();
        builder.Services.AddOptions<CrowdsourceOptions>()
            .BindConfiguration(CrowdsourceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddCatalogue();
        builder.AddBlobs();
        builder.AddTelemetry();
        builder.Services.AddHealth();
        builder.Services.AddHostedService<StartReport>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        return builder;
    }

    /// <summary>For a host that is of no use alone: parts that no other host can share stop the start, and each is named.</summary>
    public static void DemandSharedParts(this WebApplicationBuilder builder)
    {
        Demand<CatalogueOptions>(
            catalogue => catalogue.Database == CatalogueOptions.InPostgreSql, CatalogueOptions.Section, nameof(CatalogueOptions.Database), CatalogueOptions.InPostgreSql);
        Demand<BlobOptions>(blobs => blobs.Store == BlobOptions.InS3, BlobOptions.Section, nameof(BlobOptions.Store), BlobOptions.InS3);
        Demand<BusOptions>(bus => bus.Transport == BusOptions.OverRabbitMq, BusOptions.Section, nameof(BusOptions.Transport), BusOptions.OverRabbitMq);
        Demand<SiloOptions>(silo => silo.Membership == SiloOptions.InRedis, SiloOptions.Section, nameof(SiloOptions.Membership), SiloOptions.InRedis);

        // What a host has no use for was never registered, and is not looked at.
        void Demand<TOptions>(Func<TOptions, bool> isShared, string section, string setting, string wanted)
            where TOptions : class
        {
            if (builder.Services.Any(service => service.ServiceType == typeof(IConfigureOptions<TOptions>)))
            {
                builder.Services.AddOptions<TOptions>().Validate(isShared, $"{section}:{setting} must be {wanted}: this host works with others.");
            }
        }
    }

    /// <summary>Maps what a balancer asks: <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapCrowdsourceHealth(this IEndpointRouteBuilder app) => app.MapHealth();

    /// <summary>Builds the host and runs it until it is stopped.</summary>
    /// <param name="builder">With its modules.</param>
    /// <param name="serve">Adds the modules' middleware and endpoints.</param>
    /// <returns>The process's exit code. What an operator can mend is said in a sentence; everything else shows its trace.</returns>
    public static async Task<int> RunCrowdsource(this WebApplicationBuilder builder, Action<WebApplication> serve)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(serve);
        if (SettingsCheck.Complaints(builder.Configuration, builder.Services).ToList() is { Count: > 0 } wrong)
        {
            return await Refuse(string.Join(' ', wrong));
        }

        try
        {
            await using var app = builder.Build();
            // Before anything is made that reads them, and all of them.
            app.Services.GetService<IStartupValidator>()?.Validate();
            serve(app);
            app.MapCrowdsourceHealth();
            try
            {
                await app.RunAsync();
            }
            catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
            {
                // Told to stop while it started.
            }

            return Environment.ExitCode;
        }
        catch (AggregateException wrongOptions) when (wrongOptions.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return await Refuse(string.Join(' ', wrongOptions.InnerExceptions.Select(inner => inner.Message)));
        }
        catch (Exception exception) when (exception is DataFolderInUseException or UnsupportedSchemaException or DamagedCatalogueException
            or OptionsValidationException or BlobStoreUnavailableException or DbException or RedisException)
        {
            return await Refuse(exception.Message);
        }
    }

    private static async Task<int> Refuse(string why)
    {
        await Console.Error.WriteLineAsync($"crowdsource cannot start: {why}");
        return 1;
    }
}
