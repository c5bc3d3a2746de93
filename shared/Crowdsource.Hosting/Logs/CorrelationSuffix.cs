using Serilog.Core;
using Serilog.Events;

namespace Crowdsource.Hosting.Logs;

/// <summary>Ends a log line for people with the correlation in brackets, where there is one.</summary>
internal sealed class CorrelationSuffix : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (logEvent.Properties.TryGetValue("Correlation", out var value) && value is ScalarValue { Value: string correlation })
        {
            logEvent.AddPropertyIfAbsent(propertyFactory.CreateProperty("CorrelationSuffix", $" [{correlation}]"));
        }
    }
}
