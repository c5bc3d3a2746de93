using System.Runtime.CompilerServices;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Catalogue.Work;

/// <summary>The work table as a queue.</summary>
public sealed class WorkQueue(ICatalogue catalogue, WorkQueueOptions options) : IWorkQueue
{
    public Task<WorkTicket?> Claim(string kind, TimeSpan lease, CancellationToken cancellationToken) =>
        catalogue.WriteRows(
            async (db, token) =>
            {
                var oldest =
                    "(SELECT id FROM work WHERE kind = {3} AND done_at IS NULL AND dead_at IS NULL"
                    + " AND (not_before IS NULL OR not_before <= {0}) AND (leased_until IS NULL OR leased_until <= {0})"
                    + $" ORDER BY not_before NULLS FIRST, id LIMIT 1 {db.Dialect.SkipLocked})";
                var now = await db.Now(token);
                while (await Take(db, oldest, kind, now, lease, token) is { } taken)
                {
                    if (taken.DeadAt is null)
                    {
                        return taken.Ticket;
                    }
                }

                return null;
            },
            cancellationToken);

    public Task<WorkTicket?> Claim(long workId, TimeSpan lease, CancellationToken cancellationToken) =>
        catalogue.WriteRows(
            async (db, token) => await Take(db, "{3}", workId, await db.Now(token), lease, token) is { DeadAt: null } taken ? taken.Ticket : null,
            cancellationToken);

    public Task<bool> Renew(WorkTicket ticket, TimeSpan lease, CancellationToken cancellationToken) =>
        catalogue.WriteRows(
            async (db, token) =>
            {
                var until = await db.Now(token) + lease;
                return await HeldBy(db, ticket).ExecuteUpdateAsync(work => work.SetProperty(item => item.LeasedUntil, until), token) > 0;
            },
            cancellationToken);

    public Task<WorkFailure> Fail(WorkTicket ticket, string error, TimeSpan backoff, CancellationToken cancellationToken) =>
        catalogue.WriteRows(
            async (db, token) =>
            {
                var now = await db.Now(token);
                var givenUp = ticket.Attempt >= options.MaxAttempts;
                var changed = await HeldBy(db, ticket).ExecuteUpdateAsync(
                    work => work
                        .SetProperty(item => item.LeasedUntil, (DateTimeOffset?)null)
                        .SetProperty(item => item.LastError, error)
                        .SetProperty(item => item.NotBefore, now + backoff)
                        .SetProperty(item => item.DeadAt, givenUp ? now : null),
                    token);
                return changed == 0 ? WorkFailure.Stale : givenUp ? WorkFailure.GivenUp : WorkFailure.Retried;
            },
            cancellationToken);

    public Task<bool> Postpone(WorkTicket ticket, string reason, TimeSpan delay, CancellationToken cancellationToken) =>
        catalogue.WriteRows(
            async (db, token) =>
            {
                var due = await db.Now(token) + delay;
                return await HeldBy(db, ticket).ExecuteUpdateAsync(
                    work => work
                        .SetProperty(item => item.LeasedUntil, (DateTimeOffset?)null)
                        .SetProperty(item => item.LastError, reason)
                        .SetProperty(item => item.NotBefore, due)
                        .SetProperty(item => item.Attempts, item => item.Attempts - 1),
                    token) > 0;
            },
            cancellationToken);

    public Task<bool> Complete(WorkTicket ticket, CancellationToken cancellationToken) =>
        catalogue.WriteRows(
            async (db, token) =>
            {
                try
                {
                    await db.Close(ticket, token);
                    return true;
                }
                catch (StaleTicketException)
                {
                    return false;
                }
            },
            cancellationToken);

    public Task<IReadOnlyList<WorkItem>> Open(string? kind, int limit, CancellationToken cancellationToken) =>
        catalogue.Read<IReadOnlyList<WorkItem>>(
            async (db, token) =>
            {
                var now = await db.Now(token);
                return await Due(db, now).Where(item => kind == null || item.Kind == kind)
                    .OrderBy(item => item.NotBefore != null).ThenBy(item => item.NotBefore).ThenBy(item => item.Id).Take(limit).ToListAsync(token);
            },
            cancellationToken);

    public Task<IReadOnlyList<WorkItem>> DeadLetters(int limit, CancellationToken cancellationToken) =>
        catalogue.Read<IReadOnlyList<WorkItem>>(
            async (db, token) => await db.Work.Where(item => item.DeadAt != null)
                .OrderByDescending(item => item.DeadAt).ThenByDescending(item => item.Id).Take(limit).ToListAsync(token),
            cancellationToken);

    public Task<bool> Retry(long workId, IReadOnlyList<object> inserts, CancellationToken cancellationToken) =>
        catalogue.Write(
            async (db, token) =>
            {
                var item = await db.Work.AsTracking().FirstOrDefaultAsync(item => item.Id == workId && item.DeadAt != null, token);
                if (item is null)
                {
                    return false;
                }

                item.DeadAt = null;
                item.NotBefore = null;
                item.Attempts = 0;
                db.AddRange(inserts);
                await db.SaveChangesAsync(token);
                db.WillSignal(item);
                return true;
            },
            cancellationToken);

    public Task<int> Forget(TimeSpan age, CancellationToken cancellationToken) =>
        catalogue.Write(
            async (db, token) =>
            {
                var before = await db.Now(token) - age;
                return await db.Work.Where(item => item.DoneAt < before).ExecuteDeleteAsync(token);
            },
            cancellationToken);

    public Task<IReadOnlyList<WorkCounts>> Count(CancellationToken cancellationToken) =>
        catalogue.Read<IReadOnlyList<WorkCounts>>(
            async (db, token) =>
            {
                var now = await db.Now(token);
                return await db.Work.GroupBy(item => item.Kind).Select(kind => new WorkCounts(
                    kind.Key,
                    kind.Count(item => item.DoneAt == null && item.DeadAt == null
                        && (item.NotBefore == null || item.NotBefore <= now) && (item.LeasedUntil == null || item.LeasedUntil <= now)),
                    kind.Count(item => item.DoneAt == null && item.DeadAt == null && item.LeasedUntil > now),
                    kind.Count(item => item.DoneAt == null && item.DeadAt == null
                        && item.NotBefore > now && (item.LeasedUntil == null || item.LeasedUntil <= now)),
                    kind.Count(item => item.DeadAt != null),
                    kind.Count(item => item.DoneAt != null))).ToListAsync(token);
            },
            cancellationToken);

    public Task<WorkBacklog> Backlog(string kind, CancellationToken cancellationToken) =>
        catalogue.Read(
            async (db, token) =>
            {
                var now = await db.Now(token);
                var oldest = await Due(db, now).Where(item => item.Kind == kind).OrderBy(item => item.CreatedAt).FirstOrDefaultAsync(token);
                return new WorkBacklog(
                    oldest is null || oldest.CreatedAt > now ? TimeSpan.Zero : now - oldest.CreatedAt,
                    await db.Work.CountAsync(item => item.Kind == kind && item.DeadAt != null, token));
            },
            cancellationToken);

    private static IQueryable<WorkItem> Due(CatalogueDb db, DateTimeOffset now) => db.Work.AsNoTracking().Where(item =>
        item.DoneAt == null && item.DeadAt == null
        && (item.NotBefore == null || item.NotBefore <= now)
        && (item.LeasedUntil == null || item.LeasedUntil <= now));

    private static IQueryable<WorkItem> HeldBy(CatalogueDb db, WorkTicket ticket) => db.Work.Where(item =>
        item.Id == ticket.Id && item.Fence == ticket.Fence && item.LeasedUntil != null && item.DoneAt == null && item.DeadAt == null);

    /// <summary>One statement, so that of several takers one wins; null when another one did. Gives up work whose attempts are used up.</summary>
    /// <param name="db">The transaction.</param>
    /// <param name="which">SQL for the id, with {0} for the time and {3} for <paramref name="wanted"/>.</param>
    /// <param name="wanted">What <paramref name="which"/> asks for.</param>
    /// <param name="now">The database's clock.</param>
    /// <param name="lease">From now on.</param>
    /// <param name="cancellationToken">Cancels.</param>
    private async Task<Taken?> Take(
        CatalogueDb db, string which, object wanted, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken)
    {
        var update = FormattableStringFactory.Create(
            """
            UPDATE work SET
                dead_at = CASE WHEN attempts >= {2} THEN {0} END,
                last_error = CASE WHEN attempts >= {2} THEN COALESCE(last_error, 'The holder did not come back.') ELSE last_error END,
                leased_until = CASE WHEN attempts >= {2} THEN NULL ELSE {1} END,
                fence = fence + 1,
                attempts = CASE WHEN attempts >= {2} THEN attempts ELSE attempts + 1 END
            WHERE id =
            """ + $" {which} " +
            """
            AND done_at IS NULL AND dead_at IS NULL
                AND (not_before IS NULL OR not_before <= {0})
                AND (leased_until IS NULL OR leased_until <= {0})
            RETURNING id AS "Id", kind AS "Kind", subject AS "Subject", attempts AS "Attempt", fence AS "Fence", dead_at AS "DeadAt"
            """,
            UtcMicroseconds.From(now), UtcMicroseconds.From(now + lease), options.MaxAttempts, wanted);
        return (await db.Database.SqlQuery<Taken>(update).ToListAsync(cancellationToken)).SingleOrDefault();
    }

    private sealed record Taken(long Id, string Kind, string Subject, int Attempt, int Fence, long? DeadAt)
    {
        public WorkTicket Ticket => new(Id, Kind, Subject, Attempt, Fence);
    }
}
