using Crowdsource.Catalogue.Hosts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Features;

/// <summary>Sweeps features again and again, as long as the host runs; of several hosts one does, since another would only repeat it.</summary>
internal sealed partial class FeatureSweepService(
    FeatureSweeper sweeper, Turns turns, IHostApplicationLifetime host, TimeProvider clock, IOptions<TrainerOptions> options, ILogger<FeatureSweepService> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Grains answer once the host has started.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.ApplicationStarted.Register(started.SetResult);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.SweepSeconds), clock);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            do
            {
                await TrySweep(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TrySweep(CancellationToken cancellationToken)
    {
        try
        {
            if (await turns.Take("sweep-features", cancellationToken))
            {
                await sweeper.Sweep(cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(error);
        }
    }

    [LoggerMessage(LogLevel.Error, "Features of photos that are gone could not be swept; trying again shortly")]
    private partial void LogFailed(Exception error);
}
