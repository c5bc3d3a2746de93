using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crowdsource.Hosting;

/// <summary>Says at the start which real part stands behind each port, and where the host listens.</summary>
internal sealed partial class StartReport(
    IEnumerable<PartOfHost> parts, IServer server, IHostApplicationLifetime lifetime, ILogger<StartReport> logger)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Write);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Write()
    {
        foreach (var part in parts)
        {
            LogPart(part.Port, part.Part);
        }

        foreach (var address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        {
            LogPart("listening", address);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Port:l}: {Part:l}")]
    private partial void LogPart(string port, string part);
}
