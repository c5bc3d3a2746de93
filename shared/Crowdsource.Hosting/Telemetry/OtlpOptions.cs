using OpenTelemetry.Exporter;

namespace Crowdsource.Hosting.Telemetry;

/// <summary>Where an OpenTelemetry collector is.</summary>
public sealed class OtlpOptions
{
    /// <summary>Such as <c>http://collector:4317</c>; empty: nothing leaves the host.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary><c>Grpc</c>, or <c>HttpProtobuf</c>, which adds <c>v1/traces</c> and <c>v1/metrics</c> to the address.</summary>
    public OtlpExportProtocol Protocol { get; set; } = OtlpExportProtocol.Grpc;
}
