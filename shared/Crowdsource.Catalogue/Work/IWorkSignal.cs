using Crowdsource.Domain.Work;

namespace Crowdsource.Catalogue.Work;

/// <summary>
/// Hears of new work right after the transaction that owes it. Only a hint: open work is found again by polling.
/// Called on the writer's path, so it returns at once. Implement it apart from what reads the queue, or construction goes in a circle.
/// </summary>
public interface IWorkSignal
{
    void Owed(IReadOnlyList<WorkItem> items);
}
