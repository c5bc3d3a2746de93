using System.Net;
using Crowdsource.Catalogue.Orleans;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Dashboard;
using StackExchange.Redis;

namespace Crowdsource.Hosting.Cluster;

/// <summary>Grains here, or a way to those that are elsewhere; one host, or a cluster that finds itself by what the configuration names.</summary>
internal static class ClusterRegistration
{
    /// <summary>Time-outs nest: database 10 s &lt; grain 20 s &lt; HTTP 30 s.</summary>
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(20);

    /// <summary>A worker whose gateway died finds another as soon.</summary>
    private static readonly TimeSpan s_lookForGateways = TimeSpan.FromSeconds(5);

    public static void AddSilo(this WebApplicationBuilder builder)
    {
        var isCluster = AddOptions(builder);
        builder.UseOrleans(silo =>
        {
            if (isCluster)
            {
                silo.UseRedisClustering(_ => { });
                ConfigureCluster(silo.Services);
                silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<SiloOptions>>((endpoint, ours) => Listen(endpoint, ours.Value));
            }
            else
            {
                // Free ports, so that a demo and a host of one's own run side by side.
                var (siloPort, gatewayPort) = LoopbackPorts.TwoFree();
                silo.UseLocalhostClustering(siloPort, gatewayPort);
            }

            silo.AddCatalogueGrainStorage();
            silo.AddIncomingGrainCallFilter<CorrelatedGrainCalls>();
            silo.AddActivityPropagation();
            // The log is where all logs are; this would stream it to a page.
            silo.AddDashboard(dashboard => dashboard.HideTrace = true);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = s_answerWithin);
            silo.Configure<MessagingOptions>(options => options.ResponseTimeout = s_answerWithin);
        });
        if (isCluster)
        {
            builder.Services.AddHostedService<MembershipWatch>();
        }

        builder.Services.AddSingleton(provider => new PartOfHost(
            "grains", isCluster ? $"a silo of {Options(provider).Name}, found through Redis" : "one silo on localhost"));
    }

    /// <summary>For hosts that call grains and have none.</summary>
    public static void AddGrainClient(this WebApplicationBuilder builder)
    {
        AddOptions(builder);
        builder.UseOrleansClient(client =>
        {
            client.UseRedisClustering(_ => { });
            ConfigureCluster(client.Services);
            client.AddActivityPropagation();
            client.UseConnectionRetryFilter<PatientConnection>();
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = s_lookForGateways);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = s_answerWithin);
        });
        builder.Services.AddSingleton(provider => new PartOfHost("grains", $"silos of {Options(provider).Name}, found through Redis"));
    }

    private static bool AddOptions(WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SiloOptions>()
            .BindConfiguration(SiloOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations().ValidateOnStart();
        return builder.Configuration[$"{SiloOptions.Section}:{nameof(SiloOptions.Membership)}"] == SiloOptions.InRedis;
    }

    private static void ConfigureCluster(IServiceCollection services)
    {
        services.AddOptions<RedisClusteringOptions>().Configure<IOptions<SiloOptions>>((redis, ours) =>
            redis.ConfigurationOptions = ConfigurationOptions.Parse(ours.Value.Redis));
        services.AddOptions<ClusterOptions>().Configure<IOptions<SiloOptions>>((cluster, ours) =>
            cluster.ClusterId = cluster.ServiceId = ours.Value.Name);
    }

    private static void Listen(EndpointOptions endpoint, SiloOptions ours)
    {
        var (siloPort, gatewayPort) = LoopbackPorts.TwoFree();
        endpoint.SiloPort = ours.SiloPort > 0 ? ours.SiloPort : siloPort;
        endpoint.GatewayPort = ours.GatewayPort > 0 ? ours.GatewayPort : gatewayPort;
        if (ours.Address.Length > 0)
        {
            endpoint.AdvertisedIPAddress = IPAddress.Parse(ours.Address);
        }
    }

    private static SiloOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<SiloOptions>>().Value;
}
