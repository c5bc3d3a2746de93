using System.Text;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.Quantization;
using Crowdsource.Formats.Tests.Quantization;
using Crowdsource.Testing;
using Microsoft.ML.OnnxRuntime;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.Onnx;

public sealed class QuantizedOnnxTests
{
    private static readonly float[] s_image = SmallNetworks.Uniform(new Random(2), 3 * 64 * 64, 1);

    [Fact]
    public void ONNX_Runtime_computes_what_the_grids_say()
    {
        var network = Quantized(SmallNetworks.Classifier(1));
        var given = OnnxFile.Run(OnnxWriter.Write(network), s_image, out var name);
        name.ShouldBe("probabilities");
        // Ties round differently here and there, and each step passes that on.
        given.ShouldBe(SampleRanges.Run(network, s_image), tolerance: 0.02);
        given.Sum().ShouldBe(1, 1e-5);
    }

    [Fact]
    public void A_quantised_backbone_gives_features_on_their_grid()
    {
        var network = Quantized(SmallNetworks.Backbone(1));
        var given = OnnxFile.Run(OnnxWriter.Write(network), s_image, out var name);
        name.ShouldBe("features");
        var grid = network.OutputGrid("pool")!.Value;
        given.ShouldAllBe(value => Math.Abs(grid.Dequantize(grid.Quantize(value)) - value) < 1e-5f);
        given.Max().ShouldBeGreaterThan(0.1f);
    }

    [Fact]
    public void The_runtime_melts_the_pairs_into_int8_operators()
    {
        using var folder = new TemporaryFolder();
        using var settings = OnnxFile.Settings();
        settings.OptimizedModelFilePath = Path.Combine(folder.Path, "optimised.onnx");
        settings.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED;
        var network = SmallNetworks.Classifier(1);

        new InferenceSession(OnnxWriter.Write(Quantized(network)), settings).Dispose();

        // The names of operators stand in the file as they are.
        var optimised = File.ReadAllText(settings.OptimizedModelFilePath, Encoding.Latin1);
        int Count(string operation) => optimised.Split(operation).Length - 1;
        Count("QLinearConv").ShouldBe(network.Layers.Count(layer => layer is Convolution));
        Count("QLinearAdd").ShouldBe(network.Layers.Count(layer => layer is Add));
        Count("QLinearGlobalAveragePool").ShouldBe(1);
        Count("QGemm").ShouldBe(1);
        Count("QuantizeLinear").ShouldBe(1, "the image's");
        Count("DequantizeLinear").ShouldBe(1, "the logits'");
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes_in_every_precision()
    {
        OnnxWriter.Write(Quantized(SmallNetworks.Classifier(1))).ShouldBe(OnnxWriter.Write(Quantized(SmallNetworks.Classifier(1))));
        OnnxWriter.WriteHalf(SmallNetworks.Classifier(1)).ShouldBe(OnnxWriter.WriteHalf(SmallNetworks.Classifier(1)));
    }

    [Fact]
    public void Every_layer_can_be_an_output()
    {
        var network = SmallNetworks.Classifier(1);
        using var session = new InferenceSession(OnnxWriter.Write(network, new OnnxOptions { EveryLayer = true }));
        session.OutputNames.ShouldBe([.. network.Layers.SkipLast(1).Select(layer => layer.Name), "probabilities"]);
        Should.Throw<ArgumentException>(() => OnnxWriter.WriteHalf(network, new OnnxOptions { EveryLayer = true }));
    }

    [Fact]
    public void Half_precision_gives_nearly_the_same_in_half_the_bytes()
    {
        var network = SmallNetworks.Classifier(1);
        var (whole, half) = (OnnxWriter.Write(network), OnnxWriter.WriteHalf(network));
        OnnxFile.Run(half, s_image, out _).ShouldBe(OnnxFile.Run(whole, s_image, out _), tolerance: 5e-3);
        OnnxFile.Run(OnnxWriter.WriteHalf(network.Backbone()), s_image, out var name)
            .ShouldBe(OnnxFile.Run(OnnxWriter.Write(network.Backbone()), s_image, out _), tolerance: 0.05);
        name.ShouldBe("features");
        (half.Length / (double)whole.Length).ShouldBeInRange(0.5, 0.55);
    }

    private static QuantizedNetwork Quantized(Network network) => Quantizer.Quantize(network, SampleRanges.Of(network, s_image));
}
