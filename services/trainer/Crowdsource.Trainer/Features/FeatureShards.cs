using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Text.Json;
using Crowdsource.Domain.Blobs;
using Crowdsource.Formats;
using Crowdsource.Inference;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Features;

/// <summary>
/// The features of a campaign's photos, packed in a few files that a night reads one after another. What is not in them is computed from
/// the cached activations: new photos, or all of them where the tail is another. A file with a photo that is no longer
/// wanted is written again without it; what no list names any longer goes with the next <see cref="FeatureSweeper"/>.
/// </summary>
internal sealed class FeatureShards(FeatureFiles files, CachedActivations activations)
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
        var length = CachedActivations.Variants * tail.Output.Channels;
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
                var clean = await Read(shard, length, (photo, features) =>
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

        var packer = new ShardPacker(files, wanted.Count - inFiles.Count, CachedActivations.Variants, tail.Output.Channels);
        foreach (var shard in opened)
        {
            await Pack(await Take(shard, length, photo => wanted.Contains(photo) && inFiles.Add(photo), cancellationToken), packer, cancellationToken);
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
            origin, digest, [.. photos.Select(photo => photo.Photo)], [.. kept, .. written], tail.Output.Channels, table);

        // The files that are to be replaced are listed too, so that they serve after a cut.
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

    /// <summary>The features of some photos, in this order.</summary>
    /// <param name="features">Of all photos.</param>
    /// <param name="photos">Which, few enough for memory.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<FeatureTable> Of(ShardedFeatures features, int[] photos, CancellationToken cancellationToken)
    {
        var chosen = new FeatureTable(photos.Length, CachedActivations.Variants, features.Dimensions);
        if (features.Table is { } all)
        {
            foreach (var (place, photo) in photos.Index())
            {
                chosen.Set(place, all.Photo(photo));
            }

            return chosen;
        }

        var places = photos.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var stored = Open(features);
        for (var shard = 0; shard < stored.Count; shard++)
        {
            var read = await stored.Read(shard, cancellationToken);
            foreach (var (row, photo) in read.Photos.Index())
            {
                if (places.TryGetValue(photo, out var place))
                {
                    chosen.Set(place, read.Features.Photo(row));
                }
            }
        }

        return chosen;
    }

    /// <summary>Stores the list of files.</summary>
    public Task<BlobDigest> Save(ShardedFeatures features, CancellationToken cancellationToken) =>
        Put(new ShardManifest(features.Origin, features.Tail, features.Shards), cancellationToken);

    /// <summary>The list of files after photos left that are no longer wanted: files with one of them are written again without it.</summary>
    /// <returns>The same list when nothing leaves, or when it is gone.</returns>
    public async Task<BlobDigest> Leave(BlobDigest list, Predicate<string> wanted, CancellationToken cancellationToken)
    {
        if (await Manifest(list, cancellationToken) is not { } manifest)
        {
            return list;
        }

        var left = ImmutableArray.CreateBuilder<Shard>();
        foreach (var shard in manifest.Shards)
        {
            left.AddRange(await Leave(shard, wanted, cancellationToken));
        }

        return left.SequenceEqual(manifest.Shards) ? list : await Put(manifest with { Shards = left.ToImmutable() }, cancellationToken);
    }

    /// <summary>The files in a list.</summary>
    public async Task<IEnumerable<BlobDigest>> Listed(BlobDigest list, CancellationToken cancellationToken) =>
        (await Manifest(list, cancellationToken))?.Shards.Select(shard => new BlobDigest(shard.Digest)) ?? [];

    /// <summary>For a training that reads file after file.</summary>
    public IFeatureShards Open(ShardedFeatures features) => new StoredShards(files, features);

    private async Task<BlobDigest> Put(ShardManifest manifest, CancellationToken cancellationToken) =>
        await files.Put(JsonSerializer.SerializeToUtf8Bytes(manifest, JsonSerializerOptions.Web), cancellationToken);

    private static bool IsSmall(Shard shard) => shard.Photos < ShardFile.MostPhotos / 2;

    /// <summary>The file itself where nothing leaves; nothing where nothing is left, or it is gone.</summary>
    private async Task<ImmutableArray<Shard>> Leave(Shard shard, Predicate<string> wanted, CancellationToken cancellationToken)
    {
        var taken = await Take(shard, length: null, wanted, cancellationToken);
        if (taken.Count == 0 || taken.Count == shard.Photos)
        {
            return taken.Count == 0 ? [] : [shard];
        }

        var packer = new ShardPacker(files, taken.Count, variants: 1, taken[0].Features.Length);
        await Pack(taken, packer, cancellationToken);
        return await packer.Finish(cancellationToken);
    }

    /// <summary>Nothing when it is gone: the features are computed again.</summary>
    private async Task<ShardManifest?> Manifest(BlobDigest? digest, CancellationToken cancellationToken)
    {
        await using var stream = digest is { } known ? await files.OpenRead(known, cancellationToken) : null;
        return stream is null ? null : await JsonSerializer.DeserializeAsync<ShardManifest>(stream, JsonSerializerOptions.Web, cancellationToken);
    }

    /// <summary>False when the file is gone.</summary>
    private async Task<bool> Read(Shard shard, int? length, ShardRow use, CancellationToken cancellationToken)
    {
        await using var stream = await files.OpenRead(new BlobDigest(shard.Digest), cancellationToken);
        if (stream is null)
        {
            return false;
        }

        await ShardFile.Read(stream, length, use, cancellationToken);
        return true;
    }

    private async Task<List<(string Photo, Half[] Features)>> Take(Shard shard, int? length, Predicate<string> takes, CancellationToken cancellationToken)
    {
        var taken = new List<(string Photo, Half[] Features)>();
        await Read(
            shard,
            length,
            (photo, features) =>
            {
                if (takes(photo))
                {
                    taken.Add((photo, features.ToArray()));
                }
            },
            cancellationToken);
        return taken;
    }

    private static async Task Pack(List<(string Photo, Half[] Features)> photos, ShardPacker packer, CancellationToken cancellationToken)
    {
        foreach (var (photo, features) in photos)
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
