using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Clustering.Redis;

namespace Crowdsource.Hosting.Cluster;

/// <summary>
/// Ends a silo whose own row has left the membership table, as when Redis lost its data: the others no longer know it and would build
/// another cluster beside it, with the same grains. Whoever restarts hosts makes it a member again.
/// </summary>
internal sealed partial class MembershipWatch(
    IMembershipTable table, ILocalSiloDetails silo, TimeProvider clock, ILogger<MembershipWatch> log)
    : BackgroundService
{
    private const int Lost = 3;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (await IsGone())
                {
                    LogGone(silo.SiloAddress);

                    // At once: a silo that cannot write to the table waits for minutes when it is told to stop.
                    Environment.Exit(Lost);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<bool> IsGone()
    {
        try
        {
            return !(await table.ReadRowAsync(silo.SiloAddress)).Members.Any(member => member.Item1.SiloAddress.Equals(silo.SiloAddress));
        }
        catch (RedisClusteringException empty)
        {
            // Redis answered, and the whole table is gone.
            LogEmpty(empty.Message);
            return true;
        }
        catch (Exception away)
        {
            // A table that does not answer says nothing.
            LogBlind(away.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Critical, "The row of {Silo} is gone from the membership table: this host ends, to become a member again.")]
    private partial void LogGone(SiloAddress silo);

    [LoggerMessage(LogLevel.Warning, "There is no membership table: {Reason}")]
    private partial void LogEmpty(string reason);

    [LoggerMessage(LogLevel.Warning, "The membership table does not answer: {Reason}")]
    private partial void LogBlind(string reason);
}
