using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.Onnx;
using Crowdsource.Inference;
using Shouldly;
using Xunit;

namespace Crowdsource.Learning.Tests;

public sealed class SmallNetworkTests
{
    private static readonly SmallNetworkOptions s_quick = new() { Pictures = 1_500 };

    [Fact]
    public void It_learns_to_tell_stripes_from_discs_from_colours_and_its_ONNX_file_answers_alike()
    {
        var (pictures, labels, validation, images) = Sample(photos: 90);

        var trained = SmallNetwork.Train(pictures, labels, validation, 3, noneOfThese: null, s_quick, progress: null, TestContext.Current.CancellationToken);

        trained.ValidationPhotos.ShouldBe(18);
        trained.ValidationRight.ShouldBeGreaterThanOrEqualTo(16);
        using var classifier = new Classifier(OnnxWriter.Write(trained.Network), Preprocessing.Default);
        var right = Enumerable.Range(0, 90).Where(photo => validation[photo])
            .Count(photo => Argmax(classifier.Predict(images[photo])) == labels[photo]);
        right.ShouldBe(trained.ValidationRight);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var (pictures, labels, validation, _) = Sample(photos: 30);
        byte[] Train(int seed) => OnnxWriter.Write(SmallNetwork.Train(
            pictures, labels, validation, 3, noneOfThese: null, s_quick with { Seed = seed, Pictures = 200 }, progress: null, TestContext.Current.CancellationToken).Network);

        var first = Train(7);

        Train(7).ShouldBe(first);
        Train(8).ShouldNotBe(first);
    }

    [Fact]
    public void Progress_is_reported_at_each_step_and_cancellation_ends_it()
    {
        var (pictures, labels, validation, _) = Sample(photos: 30);
        using var cancellation = new CancellationTokenSource();
        var steps = new List<TrainingProgress>();
        var progress = new Recorder(step =>
        {
            steps.Add(step);
            if (steps.Count == 3)
            {
                cancellation.Cancel();
            }
        });

        Should.Throw<OperationCanceledException>(() =>
            SmallNetwork.Train(pictures, labels, validation, 3, noneOfThese: null, s_quick, progress, cancellation.Token));

        steps.Select(step => step.Done).ShouldBe([1, 2, 3]);
        steps.ShouldAllBe(step => step.Total == steps[0].Total && double.IsFinite(step.Loss));
    }

    private static int Argmax(float[] values) => Array.IndexOf(values, values.Max());

    /// <summary>Stripes, discs and plain pictures, in random colours and places; every fifth is for validation.</summary>
    private static (ShrunkenPictures Pictures, int[] Labels, bool[] Validation, RgbImage[] Images) Sample(int photos)
    {
        var random = new SplitMix(5);
        var labels = Enumerable.Range(0, photos).Select(photo => photo % 3).ToArray();
        var images = labels.Select(label => Draw(random, label)).ToArray();
        var pictures = new ShrunkenPictures(photos, variants: 1);
        for (var photo = 0; photo < photos; photo++)
        {
            pictures.Set(photo, 0, images[photo]);
        }

        return (pictures, labels, [.. Enumerable.Range(0, photos).Select(photo => photo % 5 == 0)], images);
    }

    private static RgbImage Draw(SplitMix random, int label)
    {
        var image = RgbImage.Blank(224, 224);
        var (ground, paint) = (random.Next(100), 155 + random.Next(100));
        var (x0, y0, size) = (60 + random.Next(100), 60 + random.Next(100), 20 + random.Next(20));
        for (var y = 0; y < 224; y++)
        {
            for (var x = 0; x < 224; x++)
            {
                var inside = label switch
                {
                    0 => (x + x0) / size % 2 == 0,
                    1 => ((x - x0) * (x - x0)) + ((y - y0) * (y - y0)) < size * size,
                    _ => false,
                };
                for (var channel = 0; channel < 3; channel++)
                {
                    image.Pixels[(((y * 224) + x) * 3) + channel] = (byte)((inside ? paint : ground) + random.Next(8) - 4 + 4);
                }
            }
        }

        return image;
    }

    private sealed class Recorder(Action<TrainingProgress> record) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => record(value);
    }
}
