using Crowdsource.Catalogue.Mapping;
using Orleans.Storage;

namespace Crowdsource.Catalogue.Orleans;

/// <summary>
/// Keeps grains' states in the catalogue, each type in its table. The row's version is the etag: of two activations of one grain,
/// the second writer gets an <see cref="InconsistentStateException"/>.
/// </summary>
public sealed class CatalogueGrainStorage(ICatalogue catalogue, CatalogueModel model) : IGrainStorage
{
    /// <summary>The provider's name in the silo.</summary>
    public const string ProviderName = "catalogue";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        Remember(grainState, await StoredIn(grainState).Read(catalogue, model, grainId));
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        try
        {
            Remember(grainState, await StoredIn(grainState).Write(catalogue, model, grainId, VersionOf(grainState)));
        }
        catch (CatalogueConflictException exception)
        {
#pragma warning disable MA0054 // Without the cause: a driver's exceptions cannot be serialized for a caller in another process.
            throw new InconsistentStateException($"{grainId}: {exception.Message}");
#pragma warning restore MA0054
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new NotSupportedException("A row leaves the catalogue by erasure, which follows what refers to it; not by a grain.");

    private static IStored StoredIn<T>(IGrainState<T> grainState) =>
        grainState.State as IStored ?? throw new NotSupportedException($"The catalogue keeps Stored<TState>, not {typeof(T).Name}.");

    private static void Remember<T>(IGrainState<T> grainState, RowVersion version)
    {
        grainState.ETag = version.ToString();
        grainState.RecordExists = version != RowVersion.None;
    }

    private static RowVersion VersionOf<T>(IGrainState<T> grainState) =>
        grainState.ETag is { } etag ? RowVersion.Parse(etag) : RowVersion.None;
}
