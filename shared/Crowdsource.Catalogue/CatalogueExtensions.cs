namespace Crowdsource.Catalogue;

/// <summary>The usual calls on a catalogue, in one line each.</summary>
public static class CatalogueExtensions
{
    /// <inheritdoc cref="ICatalogue.Write{T}"/>
    public static Task Write(this ICatalogue catalogue, Func<CatalogueDb, CancellationToken, Task> unit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return catalogue.Write(
            async (db, token) =>
            {
                await unit(db, token);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Stores a state with everything that belongs to it in one transaction; see <see cref="CatalogueDb.Apply{TState}"/>.</summary>
    /// <returns>The row's new version.</returns>
    public static Task<RowVersion> Commit<TState>(
        this ICatalogue catalogue, Commit<TState> commit, RowVersion expected, CancellationToken cancellationToken)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return catalogue.Write((db, token) => db.Apply(commit, expected, token), cancellationToken);
    }

    /// <summary>The state with this id and its version, or null when there is no such row.</summary>
    public static Task<Row<TState>?> Load<TState>(this ICatalogue catalogue, object id, CancellationToken cancellationToken)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return catalogue.Read((db, token) => db.Load<TState>(id, token), cancellationToken);
    }
}
