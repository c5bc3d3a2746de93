using Crowdsource.Domain.Work;

namespace Crowdsource.Catalogue.Work;

/// <summary>What is owed, who holds it, and what was given up. All times are the database's clock.</summary>
public interface IWorkQueue
{
    /// <summary>Takes the oldest open work of a kind for the length of <paramref name="lease"/>; null when there is none.</summary>
    /// <remarks>The attempt is counted and the fence raised before the work begins, so work that kills its holder is counted too.</remarks>
    Task<WorkTicket?> Claim(string kind, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Takes this work; null when it is done, given up, held by somebody else or not yet due.</summary>
    Task<WorkTicket?> Claim(long workId, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Prolongs the lease, counted from now; false when the holder was replaced or the work is settled: stop at once.</summary>
    Task<bool> Renew(WorkTicket ticket, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives the work back after a failed attempt, due again after <paramref name="backoff"/>, or makes it a dead letter.</summary>
    Task<WorkFailure> Fail(WorkTicket ticket, string error, TimeSpan backoff, CancellationToken cancellationToken);

    /// <summary>Gives the work back, and its attempt, when nothing is wrong with the work itself, such as on a full disk; due again after
    /// <paramref name="delay"/>. False when the holder was replaced or the work is settled.</summary>
    Task<bool> Postpone(WorkTicket ticket, string reason, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Closes work whose effect needs no state; false when the holder was replaced or the work is settled.</summary>
    Task<bool> Complete(WorkTicket ticket, CancellationToken cancellationToken);

    /// <summary>What nobody holds and is due, oldest first; of every kind when <paramref name="kind"/> is null.</summary>
    Task<IReadOnlyList<WorkItem>> Open(string? kind, int limit, CancellationToken cancellationToken);

    /// <summary>What was given up, newest first.</summary>
    Task<IReadOnlyList<WorkItem>> DeadLetters(int limit, CancellationToken cancellationToken);

    /// <summary>Gives a dead letter all its attempts again; false when there is no such dead letter.</summary>
    /// <param name="workId">The dead letter.</param>
    /// <param name="inserts">Rows that belong to it, such as who asked; not stored when the answer is false.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<bool> Retry(long workId, IReadOnlyList<object> inserts, CancellationToken cancellationToken);

    /// <summary>Removes work that was settled longer ago than <paramref name="age"/>; dead letters stay.</summary>
    /// <returns>How much was removed.</returns>
    Task<int> Forget(TimeSpan age, CancellationToken cancellationToken);

    /// <summary>How much there is of each kind.</summary>
    Task<IReadOnlyList<WorkCounts>> Count(CancellationToken cancellationToken);

    /// <summary>Whether work of a kind is carried out; cheap, however much was settled.</summary>
    Task<WorkBacklog> Backlog(string kind, CancellationToken cancellationToken);
}
