using Crowdsource.Domain.Blobs;
using Crowdsource.Learning;

namespace Crowdsource.Trainer.Features;

/// <summary>Hands the files of a night's features on to a training, one after another.</summary>
internal sealed class StoredShards(FeatureFiles files, ShardedFeatures features) : IFeatureShards
{
    private readonly ILookup<string, int> _indices =
        features.Photos.Select((photo, index) => (photo, index)).ToLookup(pair => pair.photo, pair => pair.index, StringComparer.Ordinal);

    public int Photos => features.Photos.Length;

    public int Variants => CachedActivations.Variants;

    public int Dimensions => features.Dimensions;

    public int Count => features.Shards.Length;

    /// <exception cref="InvalidDataException">The file is gone or damaged.</exception>
    public async Task<FeatureShard> Read(int index, CancellationToken cancellationToken)
    {
        var shard = features.Shards[index];
        await using var stream = await files.OpenRead(new BlobDigest(shard.Digest), cancellationToken)
            ?? throw new InvalidDataException($"The shard {shard.Digest} is not in the blob store.");
        // A photo that stands under two labels is in a file once.
        var rows = new List<(int Index, Half[] Features)>();
        await ShardFile.Read(
            stream,
            Variants * Dimensions,
            (photo, values) =>
            {
                foreach (var place in _indices[photo])
                {
                    rows.Add((place, values.ToArray()));
                }
            },
            cancellationToken);
        var table = new FeatureTable(rows.Count, Variants, Dimensions);
        for (var i = 0; i < rows.Count; i++)
        {
            table.Set(i, rows[i].Features);
        }

        return new FeatureShard([.. rows.Select(row => row.Index)], table);
    }
}
