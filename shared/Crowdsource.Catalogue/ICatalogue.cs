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

    /// <summary>Another number whenever something may have been written since: what was read under a number is true while it stands.</summary>
    long Stamp { get; }

    /// <summary>Runs <paramref name="query"/> on one consistent snapshot, without tracking.</summary>
    Task<T> Read<T>(Func<CatalogueDb, CancellationToken, Task<T>> query, CancellationToken cancellationToken);
}
