using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Crowdsource.Hosting.Logs;

/// <summary>Log lines on the console: who runs this decides where they go.</summary>
internal static class LogRegistration
{
    private const string Template = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext:l} {Message:lj}{CorrelationSuffix:l}{NewLine}{Exception}";

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LogOptions>()
            .BindConfiguration(LogOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        builder.Services.AddSerilog((services, log) =>
        {
            log
                .MinimumLevel.Information()
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
                // Whoever asked is told, again and again.
                .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
                .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
                // Its first look compares with the machine's start and always finds hours.
                .MinimumLevel.Override("Orleans.Runtime.Watchdog", LogEventLevel.Error)
                .MinimumLevel.Override("MassTransit", LogEventLevel.Warning)
                .MinimumLevel.Override("Polly", LogEventLevel.Warning)
                .Enrich.FromLogContext()
                .ReadFrom.Configuration(builder.Configuration);
            if (services.GetRequiredService<IOptions<LogOptions>>().Value.Format == LogFormat.Json)
            {
                log.WriteTo.Console(new RenderedCompactJsonFormatter());
            }
            else
            {
                log.Enrich.With<CorrelationSuffix>().WriteTo.Console(outputTemplate: Template, formatProvider: null);
            }
        });
    }
}
