using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.Onnx;

public sealed class OnnxWriterTests
{
    [Fact]
    public void ONNX_Runtime_computes_what_the_layer_list_says()
    {
        var network = SmallNetworks.Classifier(seed: 1);
        var image = SmallNetworks.Uniform(new Random(2), 3 * 64 * 64, 1);

        var features = OnnxFile.Run(OnnxWriter.Write(network.Backbone()), image, out var featuresName);
        var probabilities = OnnxFile.Run(OnnxWriter.Write(network), image, out var probabilitiesName);

        featuresName.ShouldBe("features");
        probabilitiesName.ShouldBe("probabilities");
        features.ShouldBe(PlainInterpreter.Run(network.Backbone(), image), tolerance: 1e-4);
        features.Max().ShouldBeGreaterThan(0.1f, "a network that gives zeros agrees with anything");
        probabilities.ShouldBe(PlainInterpreter.Run(network, image), tolerance: 1e-5);
        probabilities.Sum().ShouldBe(1, 1e-5);
    }

    [Fact]
    public void A_free_batch_gives_a_row_per_image()
    {
        var network = SmallNetworks.Classifier(seed: 1);
        var images = SmallNetworks.Uniform(new Random(2), 3 * 3 * 64 * 64, 1);
        var rows = OnnxFile.Run(OnnxWriter.Write(network, new OnnxOptions { FreeBatch = true }), images, out _, batch: 3);
        rows.ShouldBe(
            images.Chunk(3 * 64 * 64).SelectMany(image => PlainInterpreter.Run(network, image)).ToArray(), tolerance: 1e-5);
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes_whatever_the_order_of_the_metadata()
    {
        var there = new OnnxOptions { Metadata = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } };
        var back = new OnnxOptions { Metadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } };
        OnnxWriter.Write(SmallNetworks.Classifier(1), there).ShouldBe(OnnxWriter.Write(SmallNetworks.Classifier(1), back));
        OnnxWriter.Write(SmallNetworks.Classifier(2), there).ShouldNotBe(OnnxWriter.Write(SmallNetworks.Classifier(1), there));
    }

    [Fact]
    public void A_new_head_changes_less_than_two_percent_of_the_file()
    {
        // 43 labels on the whole backbone, the head's weights of a usual size.
        const int Labels = 43;
        var backbone = MobileNetV2.Layout(1, 224);
        byte[] Night(int seed)
        {
            var random = new Random(seed);
            return OnnxWriter.Write(backbone.WithHead(
                SmallNetworks.Uniform(random, Labels * 1280, 0.3f), SmallNetworks.Uniform(random, Labels, 0.3f)));
        }

        var (one, two) = (Night(1), Night(2));
        one.Length.ShouldBe(two.Length);
        var changed = one.Zip(two).Count(pair => pair.First != pair.Second) / (double)one.Length;
        changed.ShouldBeInRange(0.005, 0.02);
    }

    [Fact]
    public void The_pretrained_weights_give_the_same_in_ONNX_Runtime_and_in_plain_loops()
    {
        var weights = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName));
        var image = SmallNetworks.Uniform(new Random(1), 3 * 224 * 224, 1);
        var cut = weights.Backbone.Until("block2.project");
        var name = OnnxWriter.OutputName(cut.Layers[^1]);
        name.ShouldBe("activations");
        OnnxFile.Run(OnnxWriter.Write(cut), image, out _).ShouldBe(PlainInterpreter.Run(cut, image), tolerance: 1e-3);
    }
}
