using Crowdsource.Domain.Audit;
using Crowdsource.Domain.Work;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;
using Orleans.Storage;

namespace Crowdsource.Catalogue.Orleans;

/// <summary>
/// A grain in front of one row: load, decide, commit, answer. <see cref="Current"/> is always what is stored: it changes by a successful
/// commit only, and after a commit whose fate is unknown it is read again before the grain answers.
/// </summary>
[StorageProvider(ProviderName = CatalogueGrainStorage.ProviderName)]
public abstract class CatalogueGrain<TState> : Grain<Stored<TState>>
    where TState : class
{
    /// <summary>The stored state; null when there is no row.</summary>
    protected TState? Current => State.Current;

    /// <summary>How often <see cref="Current"/> was written, from 1 up; 0 when there is no row.</summary>
    protected long CurrentVersion => State.Version;

    /// <inheritdoc cref="Commit(Commit{TState})"/>
    protected Task Commit(TState next, params IReadOnlyList<WorkItem> owes) => Commit(new Commit<TState>(next) { Owes = owes });

    /// <summary>Stores the next state with what belongs to it, in one transaction.</summary>
    /// <exception cref="InconsistentStateException">
    /// Another activation was faster, or a unique key is taken: nothing was written, and <see cref="Current"/> is what is stored now.
    /// A grain that can decide anew from there does; where the exception leaves the grain, Orleans ends the activation.
    /// </exception>
    /// <exception cref="StaleTicketException">The ticket to close was replaced or its work settled: nothing was written, the grain goes on.</exception>
    protected async Task Commit(Commit<TState> commit)
    {
        State.Begin(Sign(commit));
        try
        {
            await WriteStateAsync();
        }
        catch
        {
            await ReadAgain();
            throw;
        }
        finally
        {
            State.Next = null;
        }

        if (State.Stale is { } stale)
        {
            throw new StaleTicketException(stale.Message, stale);
        }
    }

    /// <summary>What the audit log calls the row when staff change it; null for a row that only follows from another that is named.</summary>
    protected virtual Audited? Audited(TState next)
    {
        var id = this.GetGrainId();
        return new Audited($"{id.Type}/{(id.TryGetGuidKey(out var guid, out _) ? guid.ToString() : id.Key.ToString())}");
    }

    /// <summary>What staff do is signed in the transaction that does it.</summary>
    private Commit<TState> Sign(Commit<TState> commit) =>
        RequestContext.Get(StaffAction.Key) is StaffAction action && Audited(commit.Next) is { } audited
            ? commit with
            {
                Inserts =
                [
                    .. commit.Inserts,
                    action.Entry(
                        audited.Subject, audited.Campaign, AuditEntry.Done, ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow()),
                ],
            }
            : commit;

    /// <summary>After a conflict another's write is stored; after any other failure ours may or may not have reached the disk.</summary>
    private async Task ReadAgain()
    {
        try
        {
            await ReadStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
        }
    }
}
