using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Work;
using Crowdsource.Contracts.Telemetry;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crowdsource.Hosting.Telemetry;

/// <summary>
/// Measures what is so and does not happen: work that waits, work that was given up, nights that are due, room on the disk. Each host of
/// grains says the same.
/// </summary>
internal sealed partial class StateOfAffairs(
    IWorkQueue work, ICatalogue catalogue, TimeProvider clock, IOptions<CrowdsourceOptions> options, ILogger<StateOfAffairs> log)
    : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_recently = TimeSpan.FromHours(24);

    private static readonly string[] s_kinds = [WorkKind.ProcessPhoto, WorkKind.RunNight, WorkKind.ReleaseModel, WorkKind.EraseVolunteer];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, clock);
        try
        {
            do
            {
                // Nobody listens where nothing is exported.
                if (Measures.OldestWork.Enabled)
                {
                    await Look(stoppingToken);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        try
        {
            Measures.DiskFree.Record(new DriveInfo(Path.GetFullPath(options.Value.DataFolder)).AvailableFreeSpace);
            foreach (var kind in s_kinds)
            {
                var backlog = await work.Backlog(kind, cancellationToken);
                Measures.OldestWork.Record(backlog.Oldest.TotalSeconds, Measures.Of(Measures.Kind, kind));
                Measures.DeadLetters.Record(backlog.Dead, Measures.Of(Measures.Kind, kind));
            }

            var now = clock.GetUtcNow();
            var since = now - s_recently;
            var (due, failed) = await catalogue.Read(
                async (db, token) => (
                    await db.Set<CampaignState>().Where(campaign => campaign.NextNightAt <= now)
                        .OrderBy(campaign => campaign.NextNightAt).Select(campaign => campaign.NextNightAt).FirstOrDefaultAsync(token),
                    await db.Set<NightState>().CountAsync(night => night.Phase == NightPhase.Failed && night.EndedAt > since, token)),
                cancellationToken);
            Measures.NightOverdue.Record(due is { } time ? (now - time).TotalSeconds : 0);
            Measures.NightsFailed.Record(failed);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogBlind(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What there is could not be measured: {Reason}")]
    private partial void LogBlind(string reason);
}
