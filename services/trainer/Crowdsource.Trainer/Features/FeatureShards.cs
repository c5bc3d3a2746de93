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
    /// <summary>With more small files than this they are joined: a night adds one.</summary>
    private const int MostSmallShards = 16;

    /// <summary>Features of more photos than this are read from their files as often as a training needs them: 256 MB with 5 variants of 1,280.</summary>
    private const int MostInMemory = 20_000;

    /// <summary>Brings the files up to date with tonight's photos: of each the photo itself, then its variants.</summary>
    /// <param name="backbone">Computed the activations.</param>
    /// <param name="tail">Makes features of them.</param>
    /// <param name="photos">Which photos, at least one.</param>
    /// <param name="last">What the last night stored; null before the first.</param>
    /// <param name="read">Called once per photo that had to be computed, from any thread.</param>
    /// <param name="keep">Gets a list of what there is whenever a file was written, so that it is not computed again where this is cut off; may be null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ShardedFeatures> Load(
        PretrainedBackbone backbone, Network tail, IReadOnlyList<SnapshotPhoto> photos, BlobDigest? last, Action read,
        Func<BlobDigest, Task>? keep, CancellationToken cancellationToken)
    {
        var (origin, digest) = (CachedActivations.Origin(backbone), tail.ComputeDigest());
        var wanted = photos.Select((photo, index) => (photo.Photo, index)).ToLookup(pair => pair.Photo, pair => pair.index, StringComparer.Ordinal);
        var table = photos.Count > MostInMemory ? null : new FeatureTable(photos.Count, CachedActivations.Variants, tail.Output.Channels);
        var manifest = await Manifest(last, cancellationToken);
        var stored = manifest?.Shards ?? [];
        var kept = ImmutableArray.CreateBuilder<Shard>();
        var (inFiles, opened) = (new HashSet<string>(StringComparer.Ordinal), new List<Shard>());
        if (manifest?.Origin == origin && manifest.Tail == digest)
        {
            var joins = stored.Count(IsSmall) > MostSmallShards;
            foreach (var shard in stored)
            {
                var inShard = new List<string>();
                var clean = await Read(shard, tail, (photo, features) =>
                {
                    inShard.Add(photo);
                    Keep(photo, features);
                }, cancellationToken) && inShard.TrueForAll(wanted.Contains);
                if (clean && !(joins && IsSmall(shard)))
                {
                    kept.Add(shard);
                    inFiles.UnionWith(inShard);
                }
                else
                {
                    opened.Add(shard);
                }
            }
        }

        var packer = new ShardPacker(blobs, wanted.Count - inFiles.Count, CachedActivations.Variants, tail.Output.Channels);
        foreach (var shard in opened)
        {
            await Move(shard, tail, photo => wanted.Contains(photo) && inFiles.Add(photo), packer, cancellationToken);
        }

        var missing = new Queue<SnapshotPhoto>(photos.Where(photo => inFiles.Add(photo.Photo)));
        using var extractor = new TailExtractor(tail);
        while (missing.Count > 0)
        {
            SnapshotPhoto[] some = [.. Enumerable.Range(0, Math.Min(packer.Room, missing.Count)).Select(_ => missing.Dequeue())];
            var first = packer.Next;
            await Compute(backbone, extractor, some, packer.Table, first, read, cancellationToken);
            for (var i = 0; i < some.Length; i++)
            {
                Keep(some[i].Photo, packer.Table.Photo(first + i));
            }

            await packer.Add(some.Select(photo => photo.Photo), cancellationToken);
            if (packer.Next == 0)
            {
                await Tell();
            }
        }

        var written = await packer.Finish(cancellationToken);
        if (written.Length > 0)
        {
            await Tell();
        }

        return new ShardedFeatures(
            origin, digest, [.. photos.Select(photo => photo.Photo)], [.. kept, .. written], written, [.. stored.Except(kept)], tail.Output.Channels, table);

        // The files that are to be replaced are listed too, or nobody would know of them after a cut.
        async Task Tell()
        {
            if (keep is not null)
            {
                await keep(await Put(new ShardManifest(origin, digest, [.. kept, .. packer.Written, .. opened]), cancellationToken));
            }
        }

        void Keep(string photo, ReadOnlySpan<Half> features)
        {
            foreach (var index in wanted[photo])
            {
                table?.Set(index, features);
            }
        }
    }

    /// <summary>Stores the list of files, and deletes those that are replaced.</summary>
    public async Task<BlobDigest> Save(ShardedFeatures features, CancellationToken cancellationToken)
    {
        var digest = await Put(new ShardManifest(features.Origin, features.Tail, features.Shards), cancellationToken);
        // A copied campaign, or this night's next attempt, may still list one: then its photos are computed again.
        await Delete(features.Replaced.Except(features.Shards), cancellationToken);
        return digest;
    }

    /// <summary>Deletes what was written for nothing.</summary>
    public Task Discard(ShardedFeatures features, CancellationToken cancellationToken) => Delete(features.Written, cancellationToken);

    /// <summary>For a training that reads file after file.</summary>
    public IFeatureShards Open(ShardedFeatures features) => new StoredShards(blobs, features);

    private async Task<BlobDigest> Put(ShardManifest manifest, CancellationToken cancellationToken) =>
        (await blobs.Put(JsonSerializer.SerializeToUtf8Bytes(manifest, JsonSerializerOptions.Web), cancellationToken)).Digest;

    private static bool IsSmall(Shard shard) => shard.Photos < ShardFile.MostPhotos / 2;

    private async Task Delete(IEnumerable<Shard> shards, CancellationToken cancellationToken)
    {
        foreach (var shard in shards)
        {
            await blobs.Delete(new BlobDigest(shard.Digest), cancellationToken);
        }
    }

    /// <summary>Nothing when it is gone: the features are computed again.</summary>
    private async Task<ShardManifest?> Manifest(BlobDigest? digest, CancellationToken cancellationToken)
    {
        await using var stream = digest is { } known ? await blobs.OpenRead(known, cancellationToken) : null;
        return stream is null ? null : await JsonSerializer.DeserializeAsync<ShardManifest>(stream, JsonSerializerOptions.Web, cancellationToken);
    }

    /// <summary>False when the file is gone.</summary>
    private async Task<bool> Read(Shard shard, Network tail, ShardRow use, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenRead(new BlobDigest(shard.Digest), cancellationToken);
        if (stream is null)
        {
            return false;
        }

        await ShardFile.Read(stream, CachedActivations.Variants * tail.Output.Channels, use, cancellationToken);
        return true;
    }

    /// <summary>Packs the photos of a file that are taken.</summary>
    private async Task Move(Shard shard, Network tail, Func<string, bool> takes, ShardPacker packer, CancellationToken cancellationToken)
    {
        var taken = new List<(string Photo, Half[] Features)>();
        await Read(
            shard,
            tail,
            (photo, features) =>
            {
                if (takes(photo))
                {
                    taken.Add((photo, features.ToArray()));
                }
            },
            cancellationToken);
        foreach (var (photo, features) in taken)
        {
            packer.Table.Set(packer.Next, features);
            await packer.Add([photo], cancellationToken);
        }
    }

    private Task Compute(
        PretrainedBackbone backbone, TailExtractor extractor, SnapshotPhoto[] photos, FeatureTable table, int first, Action read,
        CancellationToken cancellationToken) =>
        activations.ForEach(
            backbone,
            photos,
            (place, activations) =>
            {
                for (var variant = 0; variant < table.Variants; variant++)
                {
                    TensorPrimitives.ConvertToHalf(extractor.Extract(activations.Variants[variant]), table.Row(first + place, variant));
                }

                read();
            },
            cancellationToken);
}
