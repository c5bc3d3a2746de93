using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Activations;
using Crowdsource.Formats.Layers;
using Shouldly;
using Xunit;

namespace Crowdsource.Learning.Tests;

public sealed class NetworkTunerTests
{
    private const int Side = 6, Channels = 4, Labels = 3, Photos = 60, Variants = 2;
    private static List<float> Weights(Network network) =>
    [
        .. network.Layers.SelectMany(layer => layer switch
        {
            Convolution convolution => [.. convolution.Weights, .. convolution.Bias],
            Linear linear => [.. linear.Weights, .. linear.Bias],
            _ => Array.Empty<float>(),
        }),
    ];

    private static readonly ActivationShape s_shape = new(Channels, Side, Side);

    [Fact]
    public void A_tail_learns_what_its_features_did_not_tell_and_the_same_seed_gives_the_same_bytes()
    {
        var (activations, labels) = Stripes();
        int[] learned = [.. Enumerable.Range(0, Photos).Where(photo => photo % 4 != 0)];
        var options = new TuningOptions { Passes = 20, BatchSize = 8, LearningRate = 0.02, Runs = 1, Interpolation = 1 };
        var steps = new List<TrainingProgress>();

        var tuned = new NetworkTuner(options).Train(Start(), activations, labels, learned, new Recorder(steps), default);

        int[] held = [.. Enumerable.Range(0, Photos).Where(photo => photo % 4 == 0)];
        Right(Start(), activations, labels, held).ShouldBeLessThan(0.6);
        Right(tuned, activations, labels, held).ShouldBeGreaterThan(0.9);
        steps.Select(step => step.Done).ShouldBe(Enumerable.Range(1, 20 * 45 / 8 + 1));
        var again = new NetworkTuner(options).Train(Start(), activations, labels, learned, null, default);
        again.ComputeDigest().ShouldBe(tuned.ComputeDigest());
        new NetworkTuner(options with { Seed = 2 }).Train(Start(), activations, labels, learned, null, default)
            .ComputeDigest().ShouldNotBe(tuned.ComputeDigest());
    }

    [Fact]
    public void What_is_tuned_stops_between_what_it_was_and_what_training_made_of_it()
    {
        var (activations, labels) = Stripes();
        Network Tuned(double interpolation) => new NetworkTuner(new TuningOptions { Passes = 2, Runs = 1, Interpolation = interpolation })
            .Train(Start(), activations, labels, [.. Enumerable.Range(0, Photos)], null, default);

        var (start, quarter, trained) = (Weights(Start()), Weights(Tuned(0.25)), Weights(Tuned(1)));

        trained.Zip(start, (to, from) => Math.Abs(to - from)).Max().ShouldBeGreaterThan(1e-3f);
        quarter.ShouldBe(start.Zip(trained, (from, to) => from + (0.25f * (to - from))), tolerance: 1e-6f);
    }

    [Fact]
    public void Several_runs_are_counted_as_one_and_their_mean_is_taken()
    {
        var (activations, labels) = Stripes();
        var steps = new List<TrainingProgress>();
        Network Tuned(int runs) => new NetworkTuner(new TuningOptions { Passes = 1, Runs = runs, BatchSize = 8 })
            .Train(Start(), activations, labels, [.. Enumerable.Range(0, Photos)], new Recorder(steps), default);

        var (one, two) = (Tuned(1), Tuned(2));

        steps.Select(step => (step.Done, step.Total)).ShouldBe([.. Enumerable.Range(1, 8).Select(step => (step, 8)), .. Enumerable.Range(1, 16).Select(step => (step, 16))]);
        two.ComputeDigest().ShouldNotBe(one.ComputeDigest());
        Tuned(2).ComputeDigest().ShouldBe(two.ComputeDigest());
        Weights(new NetworkTuner(new TuningOptions { Interpolation = 1 }).Mean(Start(), [one, two]))
            .ShouldBe(Weights(one).Zip(Weights(two), (x, y) => (x + y) / 2), tolerance: 1e-6f);
    }

    [Fact]
    public void A_whole_network_learns_from_pictures()
    {
        // Pictures differ in the direction of their stripes.
        var pictures = new PictureTable(Photos, 1, Preprocessing.Default with { InputSize = Side });
        var random = new SplitMix(8);
        for (var photo = 0; photo < Photos; photo++)
        {
            var picture = RgbImage.Blank(Side, Side);
            for (var i = 0; i < picture.Pixels.Length; i++)
            {
                var (x, y) = (i / 3 % Side, i / 3 / Side);
                picture.Pixels[i] = (byte)(((photo % 2 == 0 ? x : y) % 2 * 120) + random.Next(100));
            }

            pictures.Set(photo, 0, picture);
        }

        int[] labels = [.. Enumerable.Range(0, Photos).Select(photo => photo % 2)];
        var losses = new List<TrainingProgress>();

        new NetworkTuner(TuningOptions.EveryLayer with { Passes = 20, BatchSize = 8, LearningRate = 0.02 })
            .Train(Start(channels: 3), pictures, labels, [.. Enumerable.Range(0, Photos)], new Recorder(losses), default);

        losses[0].Loss.ShouldBeGreaterThan(0.8);
        losses.TakeLast(5).Average(step => step.Loss).ShouldBeLessThan(0.6, "0.29 is the least that smoothed labels allow");
    }

    [Fact]
    public void Without_variants_only_the_photos_are_looked_at()
    {
        var (activations, labels) = Stripes();
        var onlyPhotos = new ActivationTable(Photos, Variants, s_shape);
        for (var photo = 0; photo < Photos; photo++)
        {
            onlyPhotos[photo, 0] = activations[photo, 0];
        }

        var trainer = new NetworkTuner(new TuningOptions { Passes = 1, Views = [0] });
        trainer.Train(Start(), onlyPhotos, labels, [.. Enumerable.Range(0, Photos)], null, default).ShouldNotBeNull();
        Should.Throw<ArgumentException>(() => new NetworkTuner(new TuningOptions { Passes = 1 })
            .Train(Start(), onlyPhotos, labels, [.. Enumerable.Range(0, Photos)], null, default)).Message.ShouldContain("has no activations");
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_a_cancelled_training_ends()
    {
        var (activations, labels) = Stripes();
        Should.Throw<ArgumentException>(() => new NetworkTuner(new TuningOptions()).Train(Start(), activations, labels[1..], [0], null, default));
        Should.Throw<ArgumentException>(() => new NetworkTuner(new TuningOptions()).Train(Start(), activations, labels, [], null, default));
        Should.Throw<ArgumentException>(() => new NetworkTuner(new TuningOptions { Views = [0, Variants] }).Train(Start(), activations, labels, [0], null, default));
        Should.Throw<ArgumentException>(() => new NetworkTuner(new TuningOptions { Views = [] }).Train(Start(), activations, labels, [0], null, default));
        Should.Throw<ArgumentException>(() => new NetworkTuner(new TuningOptions { Interpolation = 0 }).Train(Start(), activations, labels, [0], null, default));
        Should.Throw<ArgumentException>(() => new NetworkTuner(new TuningOptions { Passes = 0 }).Train(Start(), activations, labels, [0], null, default));
        Should.Throw<OperationCanceledException>(() =>
            new NetworkTuner(new TuningOptions()).Train(Start(), activations, labels, [0], null, new CancellationToken(canceled: true)));
    }

    /// <summary>Photos of a label differ in the direction of their stripes, which the mean of a channel does not tell.</summary>
    private static (ActivationTable Activations, int[] Labels) Stripes()
    {
        var random = new SplitMix(5);
        var table = new ActivationTable(Photos, Variants, s_shape);
        var labels = new int[Photos];
        for (var photo = 0; photo < Photos; photo++)
        {
            labels[photo] = photo % Labels;
            for (var variant = 0; variant < Variants; variant++)
            {
                var values = random.Normal(Channels * Side * Side, 0.3);
                for (var i = 0; i < values.Length; i++)
                {
                    var (x, y) = (i % Side, i / Side % Side);
                    var stripe = labels[photo] switch { 0 => x, 1 => y, _ => x + y };
                    values[i] += stripe % 2 == 0 ? 1 : -1;
                }

                table[photo, variant] = PackedActivations.Pack(values, s_shape);
            }
        }

        return (table, labels);
    }

    private static Network Start(int channels = Channels)
    {
        var random = new SplitMix(1);
        return new Network("tail", s_shape with { Channels = channels },
        [
            new Convolution("conv", channels, 12, 3, 1, 1, Padding.Same(Side, 3, 1), Activation.Relu6, random.Normal(12 * channels * 9, 0.1), new float[12]),
            new GlobalAveragePool(Network.PoolName),
            new Linear(Network.HeadName, 12, Labels, random.Normal(12 * Labels, 0.1), new float[Labels]),
        ]);
    }

    private static double Right(Network network, ActivationTable activations, int[] labels, int[] photos)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var still = TorchSharp.torch.no_grad();
        using var module = new NetworkModule(network);
        var logits = module.forward(activations.Load([.. photos.Select(photo => (photo, 0))])).data<float>().ToArray();
        return (double)Temperature.CountRight(logits, [.. photos.Select(photo => labels[photo])], Labels) / photos.Length;
    }

    private sealed class Recorder(List<TrainingProgress> steps) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => steps.Add(value);
    }
}
