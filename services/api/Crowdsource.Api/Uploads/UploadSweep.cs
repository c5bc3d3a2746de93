using Crowdsource.Catalogue.Hosts;
using Crowdsource.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crowdsource.Api.Uploads;

/// <summary>Forgets uploads that nobody finished, at the start and then four times an hour; of several hosts one does.</summary>
internal sealed partial class UploadSweep(IPartialUploads uploads, Turns turns, TimeProvider clock, ILogger<UploadSweep> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(s_every, clock);
            do
            {
                await Sweep(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task Sweep(CancellationToken cancellationToken)
    {
        try
        {
            if (await turns.Take("sweep-uploads", cancellationToken) && await uploads.Sweep(cancellationToken) is > 0 and var swept)
            {
                LogSwept(swept);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "Forgot {Count} uploads that nobody finished")]
    private partial void LogSwept(int count);

    [LoggerMessage(LogLevel.Error, "Expired uploads could not be forgotten")]
    private partial void LogFailed(Exception exception);
}
