using System.Text.Json;
using System.Text.Json.Serialization;
using Crowdsource.Domain.Blobs;
using Crowdsource.Storage;

namespace Crowdsource.Trainer.Snapshots;

/// <summary>Keeps snapshots as blobs.</summary>
internal sealed class SnapshotStore(IBlobStore blobs)
{
    // Canonical: no white space, members in the order of the records, lists sorted by the builder.
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task<BlobDigest> Put(Snapshot snapshot, CancellationToken cancellationToken) =>
        (await blobs.Put(JsonSerializer.SerializeToUtf8Bytes(snapshot, s_json), cancellationToken)).Digest;

    /// <exception cref="InvalidDataException">The snapshot is gone or damaged.</exception>
    public async Task<Snapshot> Read(BlobDigest digest, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenRead(digest, cancellationToken)
            ?? throw new InvalidDataException($"The snapshot {digest} is not in the blob store.");
        return await JsonSerializer.DeserializeAsync<Snapshot>(stream, s_json, cancellationToken)
            ?? throw new InvalidDataException($"The snapshot {digest} is empty.");
    }
}
