namespace Crowdsource.Catalogue;

/// <summary>The relational truth: whole units in, whole units out.</summary>
public interface ICatalogue
{
    /// <summary>
    /// Runs <paramref name="unit"/> as one atomic transaction. When the task completes, what it wrote is on disk and the work it owes is signalled.
    /// A unit does database work only: it may wait in a queue and hold up others, so it calls no grain, no network and no other unit.
    /// It may run again after a failure, so it has no effect outside the database.
    /// </summary>
    /// <exception cref="CatalogueConflictException">Another writer was faster, or a unique key is taken; nothing was written.</exception>
    Task<T> Write<T>(Func<CatalogueDb, CancellationToken, Task<T>> unit, CancellationToken cancellationToken);

    /// <summary>
    /// Runs a unit that decides nothing from rows which it does not lock or change itself, such as one conditional update: each statement sees
    /// what is committed when it begins. Cheaper than <see cref="Write{T}"/> where many processes write the same rows, else the same.
    /// </summary>
    /// <exception cref="CatalogueConflictException">A unique key is taken; nothing was written.</exception>
    Task<T> WriteRows<T>(Func<CatalogueDb, CancellationToken, Task<T>> unit, CancellationToken cancellationToken) => Write(unit, cancellationToken);

    /// <summary>
    /// Another number whenever this process may have written something since, and where others write too, each second: what was read under
    /// a number is true while it stands, or was a second ago.
    /// </summary>
    long Stamp { get; }

    /// <summary>Runs <paramref name="query"/> on one consistent snapshot, without tracking. It may run again after a failure.</summary>
    Task<T> Read<T>(Func<CatalogueDb, CancellationToken, Task<T>> query, CancellationToken cancellationToken);
}
