using Crowdsource.Contracts.Telemetry;
using MassTransit.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Diagnostics;

namespace Crowdsource.Hosting.Telemetry;

/// <summary>Traces and metrics by OTLP, when the configuration says to whom.</summary>
internal static class TelemetryRegistration
{
    /// <summary>What is asked all the time and says nothing: probes, and update checks, which are counted.</summary>
    private static readonly string[] s_untraced = ["/health", "/updates/v0/campaigns"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>()
            .BindConfiguration(TelemetryOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations().ValidateOnStart();
        var options = Read(builder.Configuration);
        builder.Services.AddSingleton(new PartOfHost("telemetry", options.Otlp.Endpoint is { } named ? $"OTLP to {named}" : "none leaves this host"));
        if (options.Otlp.Endpoint is not { IsAbsoluteUri: true } endpoint)
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Environment.ApplicationName, "crowdsource", typeof(TelemetryRegistration).Assembly.GetName().Version?.ToString(3)))
            // By the trace's id alone: hosts agree, and no phone has itself traced by saying so.
            .WithTracing(traces => traces
                .SetSampler(new TraceIdRatioBasedSampler(options.TraceShare))
                .AddSource(Measures.Name, ActivitySources.ApplicationGrainActivitySourceName, DiagnosticHeaders.DefaultListenerName)
                .AddAspNetCoreInstrumentation(requests => requests.Filter = IsTraced))
            .WithMetrics(metrics => metrics.AddMeter(
                Measures.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"))
            .UseOtlpExporter(options.Otlp.Protocol, endpoint);
    }

    private static bool IsTraced(HttpContext context) => !s_untraced.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal));

    /// <summary>What is wrong with it is said when the host starts.</summary>
    private static TelemetryOptions Read(ConfigurationManager configuration)
    {
        try
        {
            return configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        }
        catch (InvalidOperationException)
        {
            return new TelemetryOptions();
        }
    }
}
