using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Campaigns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crowdsource.Grains;

/// <summary>Opens the nights whose time has come. The time is in the campaign's row, so a late or doubled look changes nothing.</summary>
internal sealed partial class NightAlarm(ICatalogue catalogue, IGrainFactory grains, TimeProvider clock, ILogger<NightAlarm> logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, clock);
        try
        {
            do
            {
                await OpenDueNights(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task OpenDueNights(CancellationToken cancellationToken)
    {
        try
        {
            var now = clock.GetUtcNow();
            var due = await catalogue.Read(
                (db, token) => db.Set<CampaignState>().Where(campaign => campaign.NextNightAt <= now).Select(campaign => campaign.Id).ToListAsync(token),
                cancellationToken);
            foreach (var campaign in due)
            {
                await OpenNight(campaign);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogBlind(exception);
        }
    }

    /// <summary>What keeps one campaign's night closed does not keep the others'.</summary>
    private async Task OpenNight(CampaignId campaign)
    {
        try
        {
            await grains.GetGrain<ICampaignGrain>(campaign.Value).OpenNight(scheduled: true, seed: null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception, campaign);
        }
    }

    [LoggerMessage(LogLevel.Error, "Nights that are due could not be looked up; looking again in half a minute.")]
    private partial void LogBlind(Exception exception);

    [LoggerMessage(LogLevel.Error, "The night of {Campaign} is due and could not be opened; trying again in half a minute.")]
    private partial void LogFailed(Exception exception, CampaignId campaign);
}
