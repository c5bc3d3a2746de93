using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Text.Json;
using Crowdsource.Domain.Blobs;
using Crowdsource.Formats;
using Crowdsource.Inference;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Storage;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Features;

/// <summary>
/// The features of a campaign's photos, packed in a few files that a night reads one after another. What is not in them is computed from
/// the cached activations: new photos, or all of them where the tail is another. A file with a photo that is no longer
/// wanted is written again without it and deleted: what was withdrawn or erased leaves with the next night.
/// </summary>
internal sealed class FeatureShards(IBlobStore blobs, CachedActivations activations)
{
    /// <summary>With more files than this they are joined: a night adds one.</summary>
    private const int MostShards = 16;

    /// <summary>Of each photo in order: the photo itself, then its variants.</summary>
    /// <param name="backbone">Computed the activations.</param>
    /// <param name="tail">Makes features of them.</param>
    /// <param name="photos">Which photos, at least one.</param>
    /// <param name="last">What the last night stored; null before the first.</param>
    /// <param name="read">Called once per photo that had to be computed, from any thread.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ShardedFeatures> Load(
        PretrainedBackbone backbone, Network tail, IReadOnlyList<SnapshotPhoto> photos, BlobDigest? last, Action read, CancellationToken cancellationToken)
    {
        var (origin, digest) = (CachedActivations.Origin(backbone), tail.ComputeDigest());
        var table = new FeatureTable(photos.Count, CachedActivations.Variants, tail.Output.Channels);
        var manifest = await Manifest(last, cancellationToken);
        var stored = manifest?.Shards ?? [];
        var kept = ImmutableArray.CreateBuilder<Shard>();
        var (filled, inKept) = (new HashSet<int>(), new HashSet<int>());
        if (manifest?.Origin == origin && manifest.Tail == digest)
        {
            var indices = photos.Select((photo, index) => (photo.Photo, index)).ToLookup(pair => pair.Photo, pair => pair.index);
            foreach (var shard in stored)
            {
                var (inShard, clean) = await Fill(shard, indices, table, cancellationToken);
                filled.UnionWith(inShard);
                if (clean && stored.Length <= MostShards)
                {
                    kept.Add(shard);
                    inKept.UnionWith(inShard);
                }
            }
        }

        int[] missing = [.. Enumerable.Range(0, photos.Count).Where(index => !filled.Contains(index))];
        await Compute(backbone, tail, photos, missing, table, read, cancellationToken);
        return new ShardedFeatures(
            origin, digest, [.. photos.Select(photo => photo.Photo)], table, kept.ToImmutable(), inKept, [.. stored.Except(kept)]);
    }

    /// <summary>Stores what no kept file holds, deletes the files that are replaced, and gives the new list of files.</summary>
    public async Task<BlobDigest> Save(ShardedFeatures features, CancellationToken cancellationToken)
    {
        var shards = features.Kept.ToBuilder();
        var rest = features.Photos.Select((photo, index) => (photo, index)).Where(pair => !features.InKept.Contains(pair.index));
        foreach (var photos in rest.Chunk(ShardFile.MostPhotos))
        {
            var file = await blobs.Put(ShardFile.Write(photos, features.Table), cancellationToken);
            shards.Add(new Shard(file.Digest.Value, photos.Length));
        }

        var manifest = new ShardManifest(features.Origin, features.Tail, shards.ToImmutable());
        var digest = (await blobs.Put(JsonSerializer.SerializeToUtf8Bytes(manifest, JsonSerializerOptions.Web), cancellationToken)).Digest;
        foreach (var old in features.Replaced.Except(shards))
        {
            // A copied campaign, or this night's next attempt, may still list it: then its photos are computed again.
            await blobs.Delete(new BlobDigest(old.Digest), cancellationToken);
        }

        return digest;
    }

    /// <summary>Nothing when it is gone: the features are computed again.</summary>
    private async Task<ShardManifest?> Manifest(BlobDigest? digest, CancellationToken cancellationToken)
    {
        await using var stream = digest is { } known ? await blobs.OpenRead(known, cancellationToken) : null;
        return stream is null ? null : await JsonSerializer.DeserializeAsync<ShardManifest>(stream, JsonSerializerOptions.Web, cancellationToken);
    }

    /// <summary>Which photos were filled, and whether there were no others in the file.</summary>
    private async Task<(HashSet<int> Filled, bool Clean)> Fill(
        Shard shard, ILookup<string, int> indices, FeatureTable table, CancellationToken cancellationToken)
    {
        var filled = new HashSet<int>();
        var clean = true;
        await using var stream = await blobs.OpenRead(new BlobDigest(shard.Digest), cancellationToken);
        if (stream is null)
        {
            return (filled, false);
        }

        await ShardFile.Read(
            stream,
            table.Variants * table.Dimensions,
            (photo, features) =>
            {
                clean &= indices.Contains(photo);
                foreach (var index in indices[photo])
                {
                    table.Set(index, features);
                    filled.Add(index);
                }
            },
            cancellationToken);
        return (filled, clean);
    }

    private async Task Compute(
        PretrainedBackbone backbone, Network tail, IReadOnlyList<SnapshotPhoto> photos, int[] missing, FeatureTable table, Action read, CancellationToken cancellationToken)
    {
        using var extractor = new TailExtractor(tail);
        await activations.ForEach(
            backbone,
            [.. missing.Select(index => photos[index])],
            (place, activations) =>
            {
                for (var variant = 0; variant < table.Variants; variant++)
                {
                    TensorPrimitives.ConvertToHalf(extractor.Extract(activations.Variants[variant]), table.Row(missing[place], variant));
                }

                read();
            },
            cancellationToken);
    }
}
