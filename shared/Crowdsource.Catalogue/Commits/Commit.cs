using Crowdsource.Domain.Work;

namespace Crowdsource.Catalogue;

/// <summary>Everything that one decision writes, stored in one transaction or not at all.</summary>
/// <param name="Next">The state that replaces the current one.</param>
public sealed record Commit<TState>(TState Next)
    where TState : class
{
    /// <summary>What is owed from now on. A key that was ever owed is not owed again.</summary>
    public IReadOnlyList<WorkItem> Owes { get; init; } = [];

    /// <summary>Rows to insert: ledger entries and other mapped records. A taken unique key is a conflict.</summary>
    public IReadOnlyList<object> Inserts { get; init; } = [];

    /// <summary>The work that this effect settles; refused with <see cref="StaleTicketException"/> when the ticket is no longer the holder's.</summary>
    public WorkTicket? Closes { get; init; }

    /// <summary>What else belongs to the transaction, such as a row that is updated in place. Runs last.</summary>
    public Func<CatalogueDb, CancellationToken, Task>? Also { get; init; }
}
