using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Orleans;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Grains;

internal sealed class ChannelGrain(ICatalogue catalogue, TimeProvider clock) : CatalogueGrain<ChannelState>, IChannelGrain
{
    public async Task<ChannelState?> Release(int version, int share, string by, WorkTicket? ticket)
    {
        var id = new ChannelId(this.GetPrimaryKeyString());
        if (!await catalogue.Read(
            (db, token) => db.Set<ModelVersion>().AnyAsync(model => model.Campaign == id.Campaign && model.Version == version, token),
            CancellationToken.None))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var current = Current ?? new ChannelState { Id = id, Campaign = id.Campaign, Name = id.Name };
        var next = ticket is not null && ReleaseRules.IsOvertaken(current, version) ? current
            : share < Cohort.Places ? ReleaseRules.Try(current, version, share, now)
            : ReleaseRules.Offer(current, version, now);
        try
        {
            await Commit(new Commit<ChannelState>(next)
            {
                Closes = ticket,
                Inserts = next == current ? [] : [Entry(id, version, share < Cohort.Places ? "tried" : "released", by, now) with { Share = share < Cohort.Places ? share : null }],
            });
        }
        catch (StaleTicketException)
        {
            // The release was carried out by whoever held the work.
        }

        return Current;
    }

    public async Task<ChannelState?> Withdraw(int version, string by)
    {
        var now = clock.GetUtcNow();
        if (Current is null || ReleaseRules.Withdraw(Current, version, now) is not { } next)
        {
            return null;
        }

        await Commit(new Commit<ChannelState>(next) { Inserts = [Entry(next.Id, version, "withdrawn", by, now)] });
        return next;
    }

    public Task<ChannelState?> Get() => Task.FromResult(Current);

    private static ReleaseEntry Entry(ChannelId channel, int version, string what, string by, DateTimeOffset now) =>
        new() { Campaign = channel.Campaign, Channel = channel.Name, Version = version, Event = what, By = by, At = now };
}
