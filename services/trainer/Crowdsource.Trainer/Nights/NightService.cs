using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Nights;

/// <summary>Runs owed nights, one after another, as long as the host runs.</summary>
internal sealed partial class NightService(
    NightRunner runner, NightWakeUp wakeUp, IHostApplicationLifetime host, TimeProvider clock, IOptions<TrainerOptions> options, ILogger<NightService> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Grains answer once the host has started.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.ApplicationStarted.Register(started.SetResult);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                if (!await TryRunNext(stoppingToken))
                {
                    await wakeUp.Wait(TimeSpan.FromSeconds(options.Value.PollSeconds), clock, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<bool> TryRunNext(CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunNext(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogUnavailable(error);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The work table or a grain does not answer; trying again shortly")]
    private partial void LogUnavailable(Exception error);
}
