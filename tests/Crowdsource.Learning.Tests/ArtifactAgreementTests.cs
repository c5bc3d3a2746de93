using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.Quantization;
using Crowdsource.Inference;
using Crowdsource.Inference.Calibration;
using Crowdsource.Vision;
using Shouldly;
using Xunit;

namespace Crowdsource.Learning.Tests;

/// <summary>A head that was trained on real photos, in smaller files: do they still answer the same?</summary>
public sealed class ArtifactAgreementTests
{
    private const int CalibrationPhotos = 60;

    // Not a fixture: where the photos are missing, each test is to be skipped, which a fixture cannot say.
    private static readonly Lazy<(Network Network, Network Later, ActivationRanges Ranges)> s_night = new(Train);

    [Fact]
    public void Float16_and_int8_agree_with_float32_on_photos_that_neither_learned_from()
    {
        var (network, _, ranges) = s_night.Value;
        var (exact, half, int8) = (new List<int>(), new List<int>(), new List<int>());
        var right = (Exact: 0, Int8: 0);
        using var float32 = new Classifier(OnnxWriter.Write(network), Preprocessing.Default);
        using var float16 = new Classifier(OnnxWriter.WriteHalf(network), Preprocessing.Default);
        using var quantized = new Classifier(OnnxWriter.Write(Quantizer.Quantize(network, ranges)), Preprocessing.Default);
        foreach (var photo in Photos(ofEvenVisits: false))
        {
            foreach (var view in Views(photo, PhotoView.Original, PhotoView.Variant(1)))
            {
                exact.Add(Top(float32.Predict(view)));
                half.Add(Top(float16.Predict(view)));
                int8.Add(Top(quantized.Predict(view)));
                var label = GroceryFeatures.Shared.Labels[photo];
                right = (right.Exact + (exact[^1] == label ? 1 : 0), right.Int8 + (int8[^1] == label ? 1 : 0));
            }
        }

        TestContext.Current.SendDiagnosticMessage(
            $"{exact.Count} views: float16 agrees on {Agreement(half, exact):0.0000}, int8 on {Agreement(int8, exact):0.0000}; {right.Exact} and {right.Int8} are right");
        Agreement(half, exact).ShouldBeGreaterThanOrEqualTo(0.995);
        Agreement(int8, exact).ShouldBeGreaterThanOrEqualTo(0.97);
        (right.Exact - right.Int8).ShouldBeLessThanOrEqualTo(exact.Count / 100);
    }

    /// <summary>MobileNetV2 that was trained at 224 and sees less: slower phones get a worse answer, but an answer.</summary>
    [Theory]
    [InlineData(160, 0.8)]
    [InlineData(128, 0.65)]
    public void The_same_weights_and_ranges_serve_smaller_inputs(int size, double atLeast)
    {
        var (network, _, ranges) = s_night.Value;
        var small = Preprocessing.Default with { InputSize = size, Version = $"test-{size}" };
        using var float32 = new Classifier(OnnxWriter.Write(network.ForInput(size)), small);
        using var int8 = new Classifier(OnnxWriter.Write(Quantizer.Quantize(network, ranges).ForInput(size)), small);
        var photos = Photos(ofEvenVisits: false);
        var (exact, quantized) = (0, 0);
        foreach (var photo in photos)
        {
            var view = Views(photo, PhotoView.Original)[0];
            var label = GroceryFeatures.Shared.Labels[photo];
            exact += Top(float32.Predict(view)) == label ? 1 : 0;
            quantized += Top(int8.Predict(view)) == label ? 1 : 0;
        }

        TestContext.Current.SendDiagnosticMessage($"{size}: of {photos.Length}, float32 has {exact} right and int8 {quantized}");
        (exact / (double)photos.Length).ShouldBeGreaterThanOrEqualTo(atLeast);
        (exact - quantized).ShouldBeLessThanOrEqualTo(photos.Length / 40);
    }

    [Fact]
    public void A_night_with_a_few_more_photos_changes_less_than_two_percent_of_each_file()
    {
        var (network, later, ranges) = s_night.Value;
        Changed("onnx/fp32", OnnxWriter.Write(network), OnnxWriter.Write(later));
        Changed("onnx/fp16", OnnxWriter.WriteHalf(network), OnnxWriter.WriteHalf(later));
        Changed("onnx/int8", OnnxWriter.Write(Quantizer.Quantize(network, ranges)), OnnxWriter.Write(Quantizer.Quantize(later, ranges)));

        static void Changed(string artifact, byte[] before, byte[] after)
        {
            after.Length.ShouldBe(before.Length);
            var share = before.Zip(after).Count(pair => pair.First != pair.Second) / (double)before.Length;
            TestContext.Current.SendDiagnosticMessage($"{artifact}: {share:P2} of {before.Length:N0} bytes");
            share.ShouldBeInRange(1e-5, 0.02, artifact);
        }
    }

    private static (Network Network, Network Later, ActivationRanges Ranges) Train()
    {
        var grocery = GroceryFeatures.Shared;
        var backbone = grocery.Weights.Backbone;
        var photos = Photos(ofEvenVisits: true);
        // As in a night: the head learns from augmented variants too, others than those that it is asked about.
        var views = photos.AsParallel().AsOrdered().Select(photo => (Photo: photo, Turned: Views(photo, PhotoView.Variant(2))[0])).ToList();
        using var trunk = new TrunkExtractor(backbone.Until(MobileNetV2.TrunkEnd), Preprocessing.Default);
        using var tail = new TailExtractor(backbone.After(MobileNetV2.TrunkEnd));
        var features = views.ToDictionary(view => view.Photo, view => new[] { grocery.Features[view.Photo], tail.Extract(trunk.Extract(view.Turned)) });
        Network With(int[] learned)
        {
            var table = new FeatureTable(learned.Length, 2, grocery.Dimensions);
            for (var i = 0; i < learned.Length; i++)
            {
                table.Set(i, [.. features[learned[i]].SelectMany(row => row).Select(value => (Half)value)]);
            }

            var samples = new HeadSamples(
                table, [.. learned.Select(photo => grocery.Labels[photo])], [.. learned.Select(photo => photo / GroceryFeatures.PhotosPerVisit)], GroceryFeatures.LabelCount);
            var head = new HeadTrainer(new HeadOptions()).Train(samples, null, TestContext.Current.CancellationToken);
            return backbone.WithHead(head.Weights, head.Bias);
        }

        var network = With([.. photos.Where((_, i) => i % 50 != 0)]);
        using var calibrator = new Calibrator(backbone, Preprocessing.Default);
        foreach (var (photo, turned) in views.Where((_, i) => i % (photos.Length / CalibrationPhotos) == 0))
        {
            calibrator.Add(Views(photo, PhotoView.Original)[0]);
            calibrator.Add(turned);
        }

        var logits = Calibrator.LogitRange((Linear)network.Layers[network.IndexOf(Network.HeadName)], features.Values.SelectMany(rows => rows));
        return (network, With(photos), calibrator.ToRanges().With(Network.HeadName, logits));
    }

    private static int[] Photos(bool ofEvenVisits) =>
        [.. Enumerable.Range(0, GroceryFeatures.Shared.Labels.Length).Where(photo => photo / GroceryFeatures.PhotosPerVisit % 2 == 0 == ofEvenVisits)];

    private static IReadOnlyList<RgbImage> Views(int photo, params PhotoView[] views) =>
        new PhotoPipeline().Prepare(File.ReadAllBytes(GroceryFeatures.Shared.Files[photo]), views);

    private static int Top(float[] probabilities) => probabilities.AsSpan().IndexOf(probabilities.Max());

    private static double Agreement(List<int> answers, List<int> reference) => answers.Zip(reference).Count(pair => pair.First == pair.Second) / (double)answers.Count;
}
