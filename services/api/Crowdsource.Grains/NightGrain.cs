using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Catalogue.Orleans;
using Crowdsource.Contracts.Grains;
using Crowdsource.Contracts.Telemetry;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Grains;

internal sealed class NightGrain(ICatalogue catalogue, TimeProvider clock) : CatalogueGrain<NightState>, INightGrain
{
    public async Task<NightState?> Begin(WorkTicket ticket)
    {
        if (await Opened() is not { } night || NightRules.Begin(night, ticket.Fence, clock.GetUtcNow()) is not { } next)
        {
            return null;
        }

        await Commit(new Commit<NightState>(next));
        return next;
    }

    public Task<bool> Progress(WorkTicket ticket, NightPhase phase, double progress) =>
        Store(Current is null ? null : NightRules.Progress(Current, ticket.Fence, phase, progress, clock.GetUtcNow()));

    public Task<bool> Keep(WorkTicket ticket, NightStep step) => Store(Current is null ? null : NightRules.Keep(Current, ticket.Fence, step));

    public Task<bool> KeepFeatures(WorkTicket ticket, BlobDigest manifest) =>
        Store(Current is null ? null : NightRules.KeepFeatures(Current, ticket.Fence, manifest));

    public async Task<bool> ReplaceFeatures(BlobDigest before, BlobDigest after) =>
        await Store(await Opened() is { } night ? NightRules.ReplaceFeatures(night, before, after) : null);

    public async Task<NightState?> Cancel()
    {
        if (await Opened() is not { } night)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        if (NightRules.Cancel(night, now) is { } next)
        {
            var subject = next.Id.ToString();
            await Commit(new Commit<NightState>(next)
            {
                Also = async (db, token) =>
                {
                    // Nothing is owed any more: whoever holds the work learns it with the next renewal of the lease.
                    await db.Work.Where(work => work.Kind == WorkKind.RunNight && work.Subject == subject && work.DoneAt == null)
                        .ExecuteUpdateAsync(
                            work => work.SetProperty(item => item.DoneAt, now).SetProperty(item => item.LeasedUntil, (DateTimeOffset?)null), token);
                    await Forget(db, night, now, token);
                },
            });
        }

        return Current;
    }

    public async Task<NightState?> Conclude(WorkTicket ticket, NightConclusion conclusion)
    {
        if (Current is not { } night)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var promoted = conclusion.Verdict == NightPhase.Promoted;
        int? version = promoted ? await LastVersion() + 1 : null;
        if (NightRules.Conclude(Current, ticket.Fence, conclusion, version, now) is not { } next)
        {
            return null;
        }

        try
        {
            await Commit(new Commit<NightState>(next)
            {
                Closes = ticket,
                Also = async (db, token) =>
                {
                    await Forget(db, night, now, token);
                    if (conclusion.Report is not null)
                    {
                        await Suspicions.Renew(db, next, conclusion.Doubted, token);
                    }
                },
                Inserts = !promoted ? [] :
                [
                    new ModelVersion
                    {
                        Campaign = next.Campaign,
                        Version = version!.Value,
                        Night = next.Number,
                        CreatedAt = now,
                        Artifacts = conclusion.Artifacts,
                        Generation = conclusion.Report?.Generation,
                    },
                ],
                Owes = !promoted ? [] : [Owed.Now(WorkKind.ReleaseModel, $"{next.Campaign}/{version}", now)],
            });
            Measures.NightDuration.Record((now - next.OpenedAt).TotalSeconds, Measures.Of(Measures.Verdict, next.Phase));
            return next;
        }
        catch (StaleTicketException)
        {
            return null;
        }
    }

    public Task<NightState?> Get() => Opened();

    private async Task<bool> Store(NightState? next)
    {
        if (next is not null)
        {
            await Commit(new Commit<NightState>(next));
        }

        return next is not null;
    }

    /// <summary>Steps serve the attempts of an open night only.</summary>
    private static Task Forget(CatalogueDb db, NightState night, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Condemn(BlobKind.Kept, [.. night.Steps.Select(step => step.Result)], now, cancellationToken);

    /// <summary>The campaign makes the row: a grain that was asked too early looks again.</summary>
    private async Task<NightState?> Opened()
    {
        if (Current is null)
        {
            await ReadStateAsync();
        }

        return Current;
    }

    private Task<int> LastVersion()
    {
        var campaign = Current!.Campaign;
        return catalogue.Read(
            async (db, token) => await db.Set<ModelVersion>().Where(model => model.Campaign == campaign).MaxAsync(model => (int?)model.Version, token) ?? 0,
            CancellationToken.None);
    }
}
