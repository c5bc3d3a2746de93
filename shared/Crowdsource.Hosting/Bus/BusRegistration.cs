using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Crowdsource.Hosting.Bus;

/// <summary>
/// The one bus, over what the configuration names. It may lose every message: work is announced until somebody takes it, so queues are bounded
/// and what cannot be consumed is dropped.
/// </summary>
internal static class BusRegistration
{
    /// <summary>Work that is announced again and again while no worker runs does not fill the broker's disk.</summary>
    private const int LongestQueue = 50_000;

    /// <param name="builder">The host.</param>
    /// <param name="addConsumers">Adds the modules' consumers.</param>
    /// <param name="without">What the host's readiness is worth while the broker is away.</param>
    public static void AddBus(this WebApplicationBuilder builder, Action<IBusRegistrationConfigurator> addConsumers, HealthStatus without)
    {
        var services = builder.Services;
        services.AddOptions<BusOptions>()
            .BindConfiguration(BusOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations().ValidateOnStart();
        var isRabbitMq = builder.Configuration[$"{BusOptions.Section}:{nameof(BusOptions.Transport)}"] == BusOptions.OverRabbitMq;
        services.AddMassTransit(bus =>
        {
            // Who runs this decides what leaves the machine.
            bus.DisableUsageTelemetry();
            bus.SetKebabCaseEndpointNameFormatter();
            bus.ConfigureHealthCheckOptions(health =>
            {
                health.Name = "bus";
                health.MinimalFailureStatus = without;
            });
            addConsumers(bus);
            if (isRabbitMq)
            {
                UseRabbitMq(bus);
            }
            else
            {
                bus.UsingInMemory((context, configurator) => Configure(context, configurator));
            }
        });
        services.AddSingleton(provider => new PartOfHost(
            "bus", isRabbitMq ? $"RabbitMQ {RabbitMq(provider).Address} (quorum queues)" : "in-memory (open work is announced again at start)"));
    }

    private static void UseRabbitMq(IBusRegistrationConfigurator bus)
    {
        bus.AddConfigureEndpointsCallback((_, endpoint) =>
        {
            if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
            {
                queue.SetQuorumQueue();
                queue.SetQueueArgument("x-max-length", LongestQueue);
                // The work is announced again; nobody listens to faults.
                queue.PublishFaults = false;
                queue.DiscardFaultedMessages();
                queue.DiscardSkippedMessages();
            }
        });
        bus.UsingRabbitMq((context, configurator) =>
        {
            var options = RabbitMq(context);
            configurator.Host(options.Address, host =>
            {
                host.Username(options.User);
                host.Password(options.Password);
            });

            // Without it a message that no queue takes is lost in silence.
            configurator.ConfigurePublish(publish => publish.UseExecute(message =>
            {
                if (message.TryGetPayload<RabbitMqSendContext>(out var sent))
                {
                    sent.Mandatory = true;
                }
            }));
            Configure(context, configurator);
        });
    }

    private static void Configure<T>(IBusRegistrationContext context, IBusFactoryConfigurator<T> configurator)
        where T : IReceiveEndpointConfigurator
    {
        configurator.UseConsumeFilter(typeof(CorrelatedConsume<>), context);
        configurator.ConfigureEndpoints(context);
    }

    private static RabbitMqOptions RabbitMq(IServiceProvider provider) => provider.GetRequiredService<IOptions<BusOptions>>().Value.RabbitMq;
}
