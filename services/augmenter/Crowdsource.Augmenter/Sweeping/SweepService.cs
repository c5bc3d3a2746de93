using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crowdsource.Augmenter.Sweeping;

/// <summary>Sweeps again and again: what is due often, what was forgotten seldom.</summary>
internal sealed partial class SweepService(Sweeper sweeper, TimeProvider clock, IOptions<SweepOptions> options, ILogger<SweepService> log)
    : BackgroundService
{
    private static readonly TimeSpan s_seldom = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.Seconds), clock);
        DateTimeOffset? looked = null;
        try
        {
            do
            {
                var now = clock.GetUtcNow();
                var seldom = looked is not { } last || now - last >= s_seldom;
                looked = seldom ? now : looked;
                await Sweep(seldom, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; the next one goes on.
        }
    }

    private async Task Sweep(bool seldom, CancellationToken cancellationToken)
    {
        try
        {
            if (!await sweeper.HasTurn(cancellationToken))
            {
                return;
            }

            if (seldom)
            {
                await sweeper.CondemnForgottenUploads(cancellationToken);
                await sweeper.ForgetOldRows(cancellationToken);
            }

            await sweeper.DeleteCondemned(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "The sweep of what nobody needs failed; trying again shortly.")]
    private partial void LogFailed(Exception exception);
}
