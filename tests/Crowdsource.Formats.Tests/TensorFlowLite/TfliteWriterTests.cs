using System.Runtime.InteropServices;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Formats.Tests.Quantization;
using Crowdsource.Testing.LiteRt;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.TensorFlowLite;

public sealed class TfliteWriterTests(LiteRtRuntime judge) : IClassFixture<LiteRtRuntime>
{
    [Fact]
    public void LiteRT_computes_what_the_layer_list_says()
    {
        var classifier = SmallNetworks.Classifier(seed: 1);
        foreach (var network in (Network[])[classifier, classifier.Backbone(), classifier.Until("head"), classifier.Until("block5.add"), TfliteSamples.Unusual(1)])
        {
            var image = TfliteSamples.Image(network);
            var given = Run(network.Input, TfliteWriter.Write(network), image);
            given.Max().ShouldBeGreaterThan(0.05f, "a network that gives zeros agrees with anything");
            given.ShouldBe(ChannelsLast(PlainInterpreter.Run(network, image), network.Output), tolerance: 1e-4);
        }
    }

    [Fact]
    public void LiteRT_computes_what_the_quantised_network_is_defined_to()
    {
        var classifier = SmallNetworks.Classifier(seed: 1);
        foreach (var network in (Network[])[classifier, classifier.Backbone(), classifier.Until("head"), classifier.Until("block5.add"), TfliteSamples.Unusual(1)])
        {
            var image = TfliteSamples.Image(network);
            var quantized = TfliteSamples.Quantized(network);
            var expected = SampleRanges.Run(quantized, image);
            var given = Run(network.Input, TfliteWriter.Write(quantized), image);
            // Kernels round their sums otherwise than floats do: a few codes of the last grid away.
            var step = network.Layers[^1] is Softmax ? 0.01f : quantized.OutputGrid(network.Layers[^1].Name)!.Value.Scale;
            given.ShouldBe(ChannelsLast(expected, network.Output), tolerance: 3.01 * step);
            given.Max().ShouldBeGreaterThan(0.05f, "a network that gives zeros agrees with anything");
        }
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes_whatever_the_order_of_the_metadata()
    {
        var there = new TfliteOptions { Metadata = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } };
        var back = new TfliteOptions { Metadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } };
        var (one, other) = (SmallNetworks.Classifier(1), SmallNetworks.Classifier(2));
        TfliteWriter.Write(one, there).ShouldBe(TfliteWriter.Write(one, back));
        TfliteWriter.Write(other, there).ShouldNotBe(TfliteWriter.Write(one, there));
        TfliteWriter.Write(TfliteSamples.Quantized(one), there).ShouldBe(TfliteWriter.Write(TfliteSamples.Quantized(one), back));
        TfliteWriter.Write(TfliteSamples.Quantized(other), there).ShouldNotBe(TfliteWriter.Write(TfliteSamples.Quantized(one), there));
    }

    [Fact]
    public void Weights_lie_where_a_runtime_can_use_them_in_a_mapped_file()
    {
        var network = SmallNetworks.Classifier(1);
        var file = TfliteWriter.Write(network).AsSpan();
        foreach (var pointwise in network.Layers.OfType<Convolution>().Where(c => c.Kernel == 1))
        {
            var at = file.IndexOf(MemoryMarshal.AsBytes<float>(pointwise.Weights));
            at.ShouldBeGreaterThan(0);
            (at % 16).ShouldBe(0);
        }
    }

    [Fact]
    public void A_new_head_and_longer_notes_change_the_bytes_of_the_head_and_nothing_else()
    {
        // 43 labels, the head's weights of a usual size; every one of them is another.
        const int Labels = 43;
        var backbone = SmallNetworks.Backbone(seed: 1, width: 1, inputSize: 32, features: 1280);
        var ranges = SampleRanges.Of(backbone, TfliteSamples.Image(backbone)).With(Network.HeadName, new(-10, 10));
        (byte[] Float, byte[] Int8) Night(int seed)
        {
            var random = new Random(seed);
            var network = backbone.WithHead(SmallNetworks.Uniform(random, Labels * 1280, 0.3f), SmallNetworks.Uniform(random, Labels, 0.3f));
            var options = new TfliteOptions { Metadata = new Dictionary<string, string> { ["version"] = new('9', seed) } };
            return (TfliteWriter.Write(network, options), TfliteWriter.Write(Formats.Quantization.Quantizer.Quantize(network, ranges), options));
        }

        var (one, two) = (Night(1), Night(20));
        const int Head = Labels * (1280 + 1);
        // Scales and notes take a few more. Rounded to half precision, the last byte of a float is always zero.
        Changed(one.Float, two.Float).ShouldBeInRange(Head, (Head * 3) + 1000);
        Changed(one.Int8, two.Int8).ShouldBeInRange(Head / 2, Head + 1000);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_by_name()
    {
        var softmax = SmallNetworks.Classifier(1).Append(new Softmax("again"));
        Should.Throw<NotSupportedException>(() => TfliteWriter.Write(softmax)).Message.ShouldContain("'softmax'");
        var groups = new Convolution("groups", 4, 4, 1, 1, 2, default, Activation.None, new float[8], new float[4]);
        Should.Throw<NotSupportedException>(() => TfliteWriter.Write(new Network("n", new ActivationShape(4, 5, 5), [groups]))).Message.ShouldContain("'groups'");
    }

    private static int Changed(byte[] one, byte[] two)
    {
        Math.Abs(one.Length - two.Length).ShouldBeLessThan(64);
        return one.Zip(two).Count(pair => pair.First != pair.Second);
    }

    private float[] Run(ActivationShape input, byte[] model, float[] image) =>
        judge.Run(model, [ChannelsLast(image, input)], input.Channels, input.Height, input.Width).Outputs.ShouldHaveSingleItem();

    private static float[] ChannelsLast(float[] values, ActivationShape shape)
    {
        var pixels = shape.Height * shape.Width;
        return [.. Enumerable.Range(0, values.Length).Select(i => values[(i % shape.Channels * pixels) + (i / shape.Channels)])];
    }
}
