using Crowdsource.Catalogue.Mapping;

namespace Crowdsource.Catalogue.Orleans;

/// <summary>A grain's view of its row: the state as it is stored, and what a running commit wants to make of it.</summary>
[GenerateSerializer, Alias("catalogue-stored`1")]
public sealed class Stored<TState> : IStored
    where TState : class
{
    /// <summary>Null when there is no row.</summary>
    [Id(0)]
    public TState? Current { get; internal set; }

    [field: NonSerialized]
    internal long Version { get; private set; }

    [field: NonSerialized]
    internal Commit<TState>? Next { get; set; }

    [field: NonSerialized]
    internal StaleTicketException? Stale { get; private set; }

    async Task<RowVersion> IStored.Read(ICatalogue catalogue, CatalogueModel model, GrainId grain)
    {
        var row = await catalogue.Load<TState>(IdOf(model, grain), CancellationToken.None);
        Current = row?.State;
        var version = row?.Version ?? RowVersion.None;
        Version = version.Version;
        return version;
    }

    async Task<RowVersion> IStored.Write(ICatalogue catalogue, CatalogueModel model, GrainId grain, RowVersion expected)
    {
        var commit = Next ?? throw new InvalidOperationException($"{grain} writes by Commit only.");
        var id = IdOf(model, grain);
        if (!id.Equals(model.State<TState>().IdOf(commit.Next)))
        {
            throw new InvalidOperationException($"{grain} may write the state of {id} only, not of {model.State<TState>().IdOf(commit.Next)}.");
        }

        try
        {
            var version = await catalogue.Commit(commit, expected, CancellationToken.None);
            Current = commit.Next;
            Version = version.Version;
            return version;
        }
        catch (StaleTicketException exception)
        {
            // Nothing was written and nothing is wrong with the storage: the grain hears of it, Orleans does not.
            Stale = exception;
            return expected;
        }
    }

    internal void Begin(Commit<TState> commit)
    {
        Next = commit;
        Stale = null;
    }

    private static object IdOf(CatalogueModel model, GrainId grain)
    {
        var map = model.State<TState>();
        return map.IdFrom(
            map.KeyType == typeof(Guid) ? grain.GetGuidKey()
            : map.KeyType == typeof(long) ? grain.GetIntegerKey()
            : map.KeyType == typeof(int) ? (int)grain.GetIntegerKey()
            : grain.Key.ToString()!);
    }
}

/// <summary>Lets the storage provider, which knows a grain's state as some type only, reach the typed one.</summary>
internal interface IStored
{
    Task<RowVersion> Read(ICatalogue catalogue, CatalogueModel model, GrainId grain);

    Task<RowVersion> Write(ICatalogue catalogue, CatalogueModel model, GrainId grain, RowVersion expected);
}
