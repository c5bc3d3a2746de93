using System.Runtime.InteropServices;
using Shouldly;
using Xunit;

namespace Crowdsource.Learning.Tests;

public sealed class StreamedHeadTrainerTests
{
    private const int Dimensions = 24, Labels = 6, Variants = 2, Photos = 9000, PerShard = 1500, PerGroup = 5;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_its_shards_a_head_becomes_nearly_what_it_becomes_in_memory()
    {
        // Each shard has one label alone, as if a night had brought nothing else.
        var simulated = Simulated.Of(Photos, seed: 1, labelOf: photo => photo / PerShard);
        var unseen = Simulated.Of(3000, seed: 2, labelOf: photo => photo % Labels);

        var streamed = await new StreamedHeadTrainer(new HeadOptions()).Train(simulated.Shards(PerShard), simulated.Targets, null, Cancelled);

        var exact = new HeadTrainer(new HeadOptions()).Train(simulated.Targets.With(simulated.Features), null, Cancelled);
        var (near, best) = (unseen.CrossEntropy(streamed), unseen.CrossEntropy(exact));
        best.ShouldBeInRange(0.2, 1.2, "the labels overlap");
        near.ShouldBe(best, 0.01 * best);
        streamed.OutOfFoldPhotos.ShouldBe(Photos);
        streamed.OutOfFoldTop1.ShouldBe(exact.OutOfFoldTop1, 0.01);
        streamed.Temperature.ShouldBe(exact.Temperature, 0.1);
        Enumerable.Range(0, Photos).Count(photo => streamed.HeldOut.Answer(photo, simulated.Of(photo)) == simulated.Targets.Labels[photo])
            .ShouldBeInRange(streamed.OutOfFoldRight - 5, streamed.OutOfFoldRight + 5);
        streamed.Settings.ShouldBe(exact.Settings);
        streamed.Trials.Count(trial => trial.Chosen).ShouldBe(3);
    }

    [Fact]
    public async Task The_same_shards_and_seed_give_the_same_bytes()
    {
        var simulated = Simulated.Of(2000, seed: 3, labelOf: photo => photo % Labels);
        var (first, again, other) = (await Train(1), await Train(1), await Train(2));

        MemoryMarshal.AsBytes(again.Weights.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(first.Weights.AsSpan())).ShouldBeTrue();
        again.Bias.ShouldBe(first.Bias);
        other.Weights.ShouldNotBe(first.Weights);

        Task<TrainedHead> Train(int seed) => new StreamedHeadTrainer(new HeadOptions { Seed = seed }).Train(simulated.Shards(300), simulated.Targets, null, Cancelled);
    }

    [Fact]
    public async Task What_is_judged_was_not_learned_from()
    {
        // Labels by chance: a head that had seen a photo would know it.
        var random = new SplitMix(9);
        var simulated = Simulated.Of(900, seed: 4, labelOf: _ => random.Next(Labels));
        var noise = simulated with { Features = Simulated.Of(900, seed: 5, labelOf: _ => 0).Features };

        var head = await new StreamedHeadTrainer(new HeadOptions()).Train(noise.Shards(300), noise.Targets, null, Cancelled);

        head.OutOfFoldTop1.ShouldBeInRange(0.05, 0.3);
    }

    [Fact]
    public async Task A_cancelled_training_ends_and_progress_never_goes_back()
    {
        using var cancellation = new CancellationTokenSource();
        var seen = new List<int>();
        var simulated = Simulated.Of(2000, seed: 3, labelOf: photo => photo % Labels);
        var progress = new Recorder(step =>
        {
            seen.Add(step.Done);
            if (step.Done > 400)
            {
                cancellation.Cancel();
            }
        });

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new StreamedHeadTrainer(new HeadOptions()).Train(simulated.Shards(300), simulated.Targets, progress, cancellation.Token));

        seen.ShouldBeInOrder();
        seen[^1].ShouldBeInRange(401, 900);
    }

    private sealed record Simulated(FeatureTable Features, PhotoTargets Targets)
    {
        /// <summary>Labels overlap; photos of a group are off in the same direction, and features differ in their scale.</summary>
        public static Simulated Of(int photos, ulong seed, Func<int, int> labelOf)
        {
            var (centres, random) = (new SplitMix(77), new SplitMix(seed));
            float[][] means = [.. Enumerable.Range(0, Labels).Select(_ => centres.Normal(Dimensions, 0.5))];
            var features = new FeatureTable(photos, Variants, Dimensions);
            int[] labels = [.. Enumerable.Range(0, photos).Select(labelOf)];
            var group = Array.Empty<float>();
            for (var photo = 0; photo < photos; photo++)
            {
                group = photo % PerGroup == 0 ? random.Normal(Dimensions, 0.4) : group;
                for (var variant = 0; variant < Variants; variant++)
                {
                    var noise = random.Normal(Dimensions, 0.8);
                    for (var i = 0; i < Dimensions; i++)
                    {
                        features.Row(photo, variant)[i] = (Half)((means[labels[photo]][i] + group[i] + noise[i]) * (1 + (i % 5)));
                    }
                }
            }

            return new Simulated(features, new PhotoTargets(labels, [.. Enumerable.Range(0, photos).Select(photo => photo / PerGroup)], Labels));
        }

        public float[] Of(int photo) => Array.ConvertAll(Features.Row(photo, 0).ToArray(), value => (float)value);

        public Cut Shards(int perShard) => new Cut(Features, perShard);

        public double CrossEntropy(TrainedHead head)
        {
            var logits = new float[Features.Photos * Labels];
            for (var i = 0; i < logits.Length; i++)
            {
                var row = Features.Row(i / Labels, 0);
                var label = i % Labels;
                logits[i] = head.Bias[label];
                for (var d = 0; d < Dimensions; d++)
                {
                    logits[i] += head.Weights[(label * Dimensions) + d] * (float)row[d];
                }
            }

            return Temperature.CrossEntropy(logits, Targets.Labels, Labels, 1);
        }
    }

    internal sealed class Cut(FeatureTable whole, int perShard) : IFeatureShards
    {
        public int Photos => whole.Photos;

        public int Variants => whole.Variants;

        public int Dimensions => whole.Dimensions;

        public int Count => (whole.Photos + perShard - 1) / perShard;

        public Task<FeatureShard> Read(int index, CancellationToken cancellationToken)
        {
            int[] photos = [.. Enumerable.Range(index * perShard, Math.Min(perShard, whole.Photos - (index * perShard)))];
            var table = new FeatureTable(photos.Length, whole.Variants, whole.Dimensions);
            for (var i = 0; i < photos.Length; i++)
            {
                table.Set(i, whole.Photo(photos[i]));
            }

            return Task.FromResult(new FeatureShard(photos, table));
        }
    }

    private sealed class Recorder(Action<TrainingProgress> record) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => record(value);
    }
}
