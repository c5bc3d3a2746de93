using Microsoft.Extensions.Logging;

namespace Crowdsource.Hosting.Cluster;

/// <summary>A worker that starts before the grains waits for them.</summary>
internal sealed partial class PatientConnection(TimeProvider clock, ILogger<PatientConnection> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private bool _said;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (!_said)
        {
            LogWaits(exception.Message);
            _said = true;
        }

        await Task.Delay(s_pause, clock, cancellationToken);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "No host of grains answers yet; this one waits for them. ({Reason})")]
    private partial void LogWaits(string reason);
}
