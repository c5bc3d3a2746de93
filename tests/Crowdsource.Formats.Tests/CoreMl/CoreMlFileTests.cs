using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.CoreMl;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing;
using Crowdsource.Vision;
using Microsoft.ML.OnnxRuntime;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.CoreMl;

/// <summary>The files, read and run by code that knows only the specification: no Apple device is at hand.</summary>
public sealed class CoreMlFileTests
{
    private const int Size = 96;

    [Theory]
    [InlineData(CoreMlPrecision.Half, 0.001f)]
    [InlineData(CoreMlPrecision.Palette8, 0.05f)]
    public void A_reader_of_its_own_gets_the_probabilities_of_ONNX_Runtime_on_real_photos(CoreMlPrecision precision, float tolerance)
    {
        var network = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName)).Network.ForInput(Size);
        // Against the rounded weights, agreement can be asked for to the last digits; palettes lose a little.
        using var session = new InferenceSession(OnnxWriter.Write(precision == CoreMlPrecision.Half ? network.RoundedToHalf() : network));
        var file = CoreMlWriter.Write(network, Options(network.Output.Channels, precision));
        SpecificationRules.Broken(file).ShouldBeEmpty();
        var judge = new PlainCoreMl(file);

        judge.Labels[7].ShouldBe("label-7");
        foreach (var photo in Photos())
        {
            var expected = Run(session, photo);
            var probabilities = judge.Run(photo);
            probabilities.Zip(expected, (one, other) => Math.Abs(one - other)).Max().ShouldBeLessThan(tolerance);
            probabilities.IndexOf(probabilities.Max()).ShouldBe(expected.IndexOf(expected.Max()));
        }
    }

    [Theory]
    [InlineData(CoreMlPrecision.Half)]
    [InlineData(CoreMlPrecision.Palette8)]
    public void What_is_read_back_computes_what_the_file_says(CoreMlPrecision precision)
    {
        var network = SmallNetworks.Classifier(seed: 1);
        var file = CoreMlWriter.Write(network, Options(16, precision));
        SpecificationRules.Broken(file).ShouldBeEmpty();
        var pixels = new byte[64 * 64 * 3];
        new Random(3).NextBytes(pixels);
        var image = new RgbImage(64, 64, pixels);

        var model = CoreMlReader.Read(file);
        using var session = new InferenceSession(OnnxWriter.Write(model.Network));
        new PlainCoreMl(file).Run(image).ShouldBe(Run(session, image), tolerance: 1e-5);
        model.Labels.ShouldBe(Options(16, precision).Labels);
        model.Network.Name.ShouldBe(network.Name);
    }

    [Fact]
    public void A_file_that_breaks_a_rule_is_found()
    {
        var file = CoreMlWriter.Write(SmallNetworks.Classifier(seed: 1), Options(16, CoreMlPrecision.Palette8));
        var name = file.AsSpan().IndexOf("block3.depthwise.scale"u8);
        file[name + 5] = (byte)'4';
        SpecificationRules.Broken(file).ShouldContain("block4.depthwise.scale: a name of its own");
    }

    private static CoreMlOptions Options(int labels, CoreMlPrecision precision) => new()
    {
        Labels = [.. Enumerable.Range(0, labels).Select(label => $"label-{label}")],
        Precision = precision,
        Author = "The volunteers",
    };

    private static IEnumerable<RgbImage> Photos()
    {
        var folder = SharedFiles.Require("photos", "grocery-holdout");
        var pipeline = new PhotoPipeline(Vision.Photos.PhotoThresholds.Default, Preprocessing.Default with { InputSize = Size });
        return Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Take(8)
            .Select(label => Directory.GetFiles(label).Order(StringComparer.Ordinal).First())
            .Select(path => pipeline.Preprocess(File.ReadAllBytes(path)).ShouldBeOfType<PreprocessingResult.Prepared>().Input);
    }

    private static float[] Run(InferenceSession session, RgbImage image)
    {
        var preprocessing = Preprocessing.Default with { InputSize = image.Width };
        var tensor = new float[preprocessing.TensorLength];
        preprocessing.ToTensor(image, tensor);
        using var input = OrtValue.CreateTensorValueFromMemory(tensor, [1, 3, image.Height, image.Width]);
        using var run = new RunOptions();
        using var results = session.Run(run, [OnnxWriter.InputName], [input], [OnnxWriter.ProbabilitiesName]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
