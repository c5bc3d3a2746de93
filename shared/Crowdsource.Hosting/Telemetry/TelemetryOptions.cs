using System.ComponentModel.DataAnnotations;

namespace Crowdsource.Hosting.Telemetry;

/// <summary>What a host tells of itself, and to whom. Configuration section <c>Crowdsource:Telemetry</c>.</summary>
public sealed class TelemetryOptions : IValidatableObject
{
    public const string Section = "Crowdsource:Telemetry";

    /// <summary>Who gets traces and metrics.</summary>
    public OtlpOptions Otlp { get; set; } = new();

    /// <summary>Share of the requests that are traced, 0 to 1; all hosts trace the same ones.</summary>
    [Range(0, 1.0)]
    public double TraceShare { get; set; } = 1;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Otlp.Endpoint is { } endpoint && endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            yield return new ValidationResult($"{Section}:{nameof(Otlp)}:{nameof(OtlpOptions.Endpoint)} must be http:// or https:// with a host, or empty.");
        }
    }
}
