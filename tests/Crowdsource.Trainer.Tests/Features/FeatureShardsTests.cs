using System.Text.Json;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats.Activations;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Storage;
using Crowdsource.Storage.Files;
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision.Augmentation;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Tests.Features;

public sealed class FeatureShardsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PretrainedBackbone _backbone = new(PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName)));
    private readonly TestCatalogue _catalogue = new();
    private readonly FileBlobStore _blobs;
    private readonly FeatureShards _shards;
    private int _computed;

    public FeatureShardsTests()
    {
        _blobs = new FileBlobStore(_folder.File("blobs"), DiskReserve.Of(_folder.Path, 0));
        _shards = new FeatureShards(new FeatureFiles(_catalogue, _blobs, TimeProvider.System), new CachedActivations(_blobs, new MasterPictures(_blobs, null!, Options.Create(new TrainerOptions()))));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _backbone.Dispose();
        _catalogue.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_night_computes_what_is_new_and_drops_what_left()
    {
        var photos = await Photos(6);

        var (first, before) = await Night(photos[..4], last: null);
        _computed.ShouldBe(4);
        var (grown, after) = await Night(photos, first);
        _computed.ShouldBe(6);
        (await Manifest(grown)).Shards.Select(shard => shard.Photos).ShouldBe([4, 2]);
        for (var photo = 0; photo < 4; photo++)
        {
            after.Table!.Row(photo, 2).SequenceEqual(before.Table!.Row(photo, 2)).ShouldBeTrue();
        }

        // The photo that left was in the first file, whose rest moves into a new one.
        var (shrunk, rest) = await Night([photos[0], .. photos[2..]], grown);
        _computed.ShouldBe(6);
        rest.Table!.Row(1, 3).SequenceEqual(after.Table!.Row(2, 3)).ShouldBeTrue();
        (await Manifest(shrunk)).Shards.Select(shard => shard.Photos).ShouldBe([2, 3]);
        await _blobs.Delete(new BlobDigest((await Manifest(first)).Shards.Single().Digest), Cancelled);

        // What is gone is computed again.
        var (again, _) = await Night(photos[..4], first);
        _computed.ShouldBe(10);
        (await Manifest(again)).Shards.Single().ShouldBe((await Manifest(first)).Shards.Single());
    }

    [Fact]
    public async Task What_was_computed_before_a_night_was_cut_off_is_not_computed_again()
    {
        var photos = await Photos(6);
        var (first, _) = await Night(photos[..3], last: null);
        BlobDigest? kept = null;
        await _shards.Load(
            _backbone, _backbone.Tail, photos[1..], first, () => Interlocked.Increment(ref _computed), manifest => Task.FromResult(kept = manifest), Cancelled);
        _computed.ShouldBe(6);

        // Nothing was saved. The file with the photo that left is known, so that it is not computed again.
        var (second, _) = await Night(photos[1..], kept.ShouldNotBeNull());

        _computed.ShouldBe(6);
        (await Manifest(second)).Shards.Sum(shard => shard.Photos).ShouldBe(5);
    }

    [Fact]
    public async Task Photos_leave_the_files_between_nights_and_the_others_are_not_computed_again()
    {
        var photos = await Photos(6);
        var (first, _) = await Night(photos[..4], last: null);
        var (grown, before) = await Night(photos, first);

        var left = await _shards.Leave(grown, photo => photo != photos[1].Photo && photo != photos[4].Photo && photo != photos[5].Photo, Cancelled);
        (await Manifest(left)).Shards.Select(shard => shard.Photos).ShouldBe([3]);
        (await _shards.Leave(left, photo => photo != photos[1].Photo, Cancelled)).ShouldBe(left);
        (await _shards.Listed(left, Cancelled)).ShouldBe([new BlobDigest((await Manifest(left)).Shards.Single().Digest)]);

        _computed.ShouldBe(6);
        var (_, after) = await Night([photos[0], photos[2], photos[3]], left);
        _computed.ShouldBe(6);
        after.Table!.Photo(1).SequenceEqual(before.Table!.Photo(2)).ShouldBeTrue();
    }

    [Fact]
    public async Task Many_small_files_are_joined()
    {
        var photos = await Photos(17);
        BlobDigest? last = null;
        for (var night = 1; night <= photos.Length; night++)
        {
            (last, _) = await Night(photos[..night], last);
        }

        (await Manifest(last!.Value)).Shards.Length.ShouldBe(17);
        (last, _) = await Night(photos, last);

        (await Manifest(last.Value)).Shards.Single().Photos.ShouldBe(17);
        _computed.ShouldBe(17);
    }

    private async Task<(BlobDigest Manifest, ShardedFeatures Features)> Night(SnapshotPhoto[] photos, BlobDigest? last)
    {
        var features = await _shards.Load(_backbone, _backbone.Tail, photos, last, () => Interlocked.Increment(ref _computed), keep: null, Cancelled);
        return (await _shards.Save(features, Cancelled), features);
    }

    private async Task<ShardManifest> Manifest(BlobDigest digest) =>
        JsonSerializer.Deserialize<ShardManifest>(await _blobs.ReadAll(digest, Cancelled), JsonSerializerOptions.Web).ShouldNotBeNull();

    private async Task<SnapshotPhoto[]> Photos(int count)
    {
        var shape = new ActivationShape(96, 14, 14);
        var photos = new SnapshotPhoto[count];
        for (var i = 0; i < count; i++)
        {
            var random = new Random(i);
            var variants = Enumerable.Range(0, CachedActivations.Variants).Select(_ =>
                PackedActivations.Pack([.. Enumerable.Range(0, 96 * 14 * 14).Select(_ => (random.NextSingle() * 4) - 2)], shape));
            var blob = await _blobs.Put(new ActivationBlob(_backbone.Trunk.Id, AugmentationRecipe.Id, variants).ToBytes(), Cancelled);
            photos[i] = new SnapshotPhoto(
                BlobDigest.Of([(byte)i]).Value, 1, 1, Guid.Empty, "group", Split.Train, blob.Digest.Value, CachedActivations.Origin(_backbone));
        }

        return photos;
    }
}
