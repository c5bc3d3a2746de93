using Crowdsource.Catalogue.Orleans;
using Crowdsource.Hosting.Blobs;
using Crowdsource.Hosting.Bus;
using Crowdsource.Hosting.Catalogues;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Serilog;
using Serilog.Events;

namespace Crowdsource.Hosting;

/// <summary>Calls each framework once. A host adds its modules and says which consumers they bring.</summary>
public static class CrowdsourceHost
{
    private const string LogTemplate = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext:l} {Message:lj}{CorrelationSuffix:l}{NewLine}{Exception}";

    /// <summary>The pool's threads that are there at once: an upload holds one while the disk makes it durable, and the pool adds two a second.</summary>
    private const int Threads = 64;

    /// <summary>Everything that every embedded host needs: catalogue, blobs, one silo, bus, dispatcher of work, logs.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="addConsumers">Adds the modules' consumers to the one bus.</param>
    public static WebApplicationBuilder AddCrowdsource(this WebApplicationBuilder builder, Action<IBusRegistrationConfigurator> addConsumers)
    {
        ThreadPool.SetMinThreads(Threads, Threads);
        builder.Services.AddSerilog(log => log
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            // Its first look compares with the machine's start and always finds hours.
            .MinimumLevel.Override("Orleans.Runtime.Watchdog", LogEventLevel.Error)
            .MinimumLevel.Override("MassTransit", LogEventLevel.Warning)
            .MinimumLevel.Override("Polly", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .Enrich.With<CorrelationSuffix>()
            .ReadFrom.Configuration(builder.Configuration)
            .WriteTo.Console(outputTemplate: LogTemplate, formatProvider: null));
        builder.Services.AddOptions<CrowdsourceOptions>()
            .BindConfiguration(CrowdsourceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddCatalogue();
        builder.AddBlobs();
        AddSilo(builder);
        builder.AddBus(addConsumers);
        builder.Services.AddHostedService<StartReport>();
        builder.Services.AddHostedService<OwnerKey>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        return builder;
    }

    private static void AddSilo(WebApplicationBuilder builder) => builder.UseOrleans(silo =>
    {
        // Free ports, so that a demo and a host of one's own run side by side.
        var (siloPort, gatewayPort) = LoopbackPorts.TwoFree();
        silo.UseLocalhostClustering(siloPort, gatewayPort);
        silo.AddCatalogueGrainStorage();
        silo.AddIncomingGrainCallFilter<CorrelatedGrainCalls>();

        // Time-outs nest: database 10 s < grain 20 s < HTTP 30 s.
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(20));
        silo.Configure<MessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(20));
    });
}
