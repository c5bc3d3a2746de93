using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Work;
using Crowdsource.Contracts.Grains;
using Crowdsource.Contracts.Work;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Crowdsource.Trainer.Releases;

/// <summary>Offers what a night promoted on the stable channel.</summary>
internal sealed partial class ModelReleaser(IWorkQueue work, ICatalogue catalogue, IGrainFactory grains, ILogger<ModelReleaser> log)
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_backoff = TimeSpan.FromSeconds(2);

    /// <summary>Makes one attempt; does nothing when the work is settled or held by somebody else.</summary>
    public async Task Release(long workId, CancellationToken cancellationToken)
    {
        if (await work.Claim(workId, s_lease, cancellationToken) is not { } ticket)
        {
            return;
        }

        try
        {
            await Offer(ticket, cancellationToken);
        }
        catch (Exception outage) when (Outage.Explains(outage))
        {
            await work.Postpone(ticket, outage.Message, Outage.Pause, cancellationToken);
            LogPostponed(ticket.Subject, outage.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(error, ticket.Subject, await work.Fail(ticket, error.Message, s_backoff, cancellationToken));
        }
    }

    private async Task Offer(WorkTicket ticket, CancellationToken cancellationToken)
    {
        var slash = ticket.Subject.IndexOf('/', StringComparison.Ordinal);
        var campaign = new CampaignId(ticket.Subject[..slash]);
        var version = int.Parse(ticket.Subject.AsSpan(slash + 1));
        var model = await catalogue.Read(
            (db, token) => db.Set<ModelVersion>().FirstOrDefaultAsync(row => row.Campaign == campaign && row.Version == version, token),
            cancellationToken) ?? throw new InvalidOperationException($"{campaign} has no version {version}.");
        var channel = new ChannelId(campaign, ChannelId.Stable);
        await grains.GetGrain<IChannelGrain>(channel.Value).Release(version, Cohort.Places, $"night {model.Night}", ticket);
        LogReleased(campaign, version, channel);
    }

    [LoggerMessage(LogLevel.Information, "{Campaign}: version {Version} goes to {Channel}")]
    private partial void LogReleased(CampaignId campaign, int version, ChannelId channel);

    [LoggerMessage(LogLevel.Warning, "Release of {Version} waits: {Reason}")]
    private partial void LogPostponed(string version, string reason);

    [LoggerMessage(LogLevel.Error, "Release of {Version} failed ({Outcome})")]
    private partial void LogFailed(Exception error, string version, WorkFailure outcome);
}
