using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.Quantization;
using Crowdsource.Inference.Calibration;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Inference.Tests;

public sealed class CalibratorTests
{
    [Fact]
    public void All_but_a_ten_thousandth_of_the_values_lie_in_the_range() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Float[0.01f, 1000], Gen.Float[-2, 2]).Sample(
            (seed, width, shift) =>
            {
                var random = new Random(seed);
                float[] values = [.. Enumerable.Range(0, 30_000).Select(_ => ((random.NextSingle() * random.NextSingle()) + shift) * width)];
                var histogram = new ActivationHistogram();
                foreach (var part in values.Chunk(7_000))
                {
                    histogram.Add(part);
                }

                var range = histogram.Without(1e-3);
                // Within a bin the values are taken to be spread evenly.
                values.Count(value => value < range.Least).ShouldBeLessThanOrEqualTo(60);
                values.Count(value => value > range.Most).ShouldBeLessThanOrEqualTo(60);
                range.Least.ShouldBeGreaterThanOrEqualTo(values.Min());
                range.Most.ShouldBeLessThanOrEqualTo(values.Max());
                histogram.Without(0).ShouldBe(new ActivationRange(values.Min(), values.Max()));
            },
            iter: 30);

    [Fact]
    public void A_value_just_below_a_limit_has_a_bin()
    {
        var histogram = new ActivationHistogram();
        histogram.Add([MathF.BitDecrement(1 / 16f), -1 / 32f]);
        histogram.Without(0).ShouldBe(new ActivationRange(-1 / 32f, MathF.BitDecrement(1 / 16f)));
    }

    [Fact]
    public void A_single_outlier_does_not_coarsen_the_grid()
    {
        var histogram = new ActivationHistogram();
        histogram.Add([.. Enumerable.Range(0, 100_000).Select(i => i / 100_000f), 5000]);
        histogram.Without(1e-4).Most.ShouldBeLessThan(5);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_is_refused(float value) =>
        Should.Throw<InvalidDataException>(() => new ActivationHistogram().Add([1, value, 2]));

    [Fact]
    public void A_backbone_that_is_measured_twice_has_the_same_ranges_and_they_make_an_int8_file_that_agrees()
    {
        var network = SmallClassifier.Create(1);
        var once = Measure(network.Backbone());
        Measure(network.Backbone()).ToJson().ShouldBe(once.ToJson());
        once.Layers.ShouldBe(network.Backbone().Layers.Select(layer => layer.Name), ignoreOrder: true);

        using var backbone = new ImageModel(OnnxWriter.Write(network.Backbone()), SmallClassifier.Preprocessing, new InferenceOptions());
        var head = (Linear)network.Layers[network.IndexOf(Network.HeadName)];
        var logits = Calibrator.LogitRange(head, Images(0).Select(backbone.Run));
        using var exact = new Classifier(OnnxWriter.Write(network), SmallClassifier.Preprocessing);
        using var int8 = new Classifier(OnnxWriter.Write(Quantizer.Quantize(network, once.With(Network.HeadName, logits))), SmallClassifier.Preprocessing);
        foreach (var image in Images(100))
        {
            int8.Predict(image).ShouldBe(exact.Predict(image), tolerance: 0.2);
        }
    }

    [Fact]
    public void What_cannot_be_measured_is_refused()
    {
        var network = SmallClassifier.Create(1);
        Should.Throw<ArgumentException>(() => new Calibrator(network, SmallClassifier.Preprocessing)).Message.ShouldContain("no backbone");
        Should.Throw<ArgumentException>(() => new Calibrator(network.Backbone().ForInput(96), SmallClassifier.Preprocessing)).Message.ShouldContain("64 pixels");
        using var without = new Calibrator(network.Backbone(), SmallClassifier.Preprocessing);
        Should.Throw<InvalidOperationException>(without.ToRanges);
        var head = (Linear)network.Layers[network.IndexOf(Network.HeadName)];
        Should.Throw<ArgumentException>(() => Calibrator.LogitRange(head, []));
        Should.Throw<ArgumentException>(() => Calibrator.LogitRange(head, [new float[31]]));
    }

    private static ActivationRanges Measure(Network backbone)
    {
        using var calibrator = new Calibrator(backbone, SmallClassifier.Preprocessing);
        foreach (var image in Images(0))
        {
            calibrator.Add(image);
        }

        calibrator.Images.ShouldBe(20);
        return calibrator.ToRanges();
    }

    private static IEnumerable<RgbImage> Images(int from) => Enumerable.Range(from, 20).Select(seed => Photos.Noise(seed));
}
