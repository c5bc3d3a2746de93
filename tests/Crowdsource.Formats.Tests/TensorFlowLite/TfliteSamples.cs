using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Quantization;
using Crowdsource.Formats.Tests.Quantization;

namespace Crowdsource.Formats.Tests.TensorFlowLite;

internal static class TfliteSamples
{
    /// <summary>What MobileNetV2 has not: padding other than TensorFlow's, none at all, several results per channel, an image that is not square.</summary>
    public static Network Unusual(int seed)
    {
        var random = new Random(seed);
        Convolution Convolve(string name, int inChannels, int outChannels, int kernel, int stride, int groups, Padding padding, Activation activation) => new(
            name, inChannels, outChannels, kernel, stride, groups, padding, activation,
            SmallNetworks.Uniform(random, outChannels * (inChannels / groups) * kernel * kernel, 0.4f), SmallNetworks.Uniform(random, outChannels, 0.4f));
        return new Network("unusual", new ActivationShape(3, 20, 15),
        [
            Convolve("torch", 3, 4, 3, 2, 1, new Padding(1, 1, 1, 1), Activation.Relu6),
            Convolve("several", 4, 8, 3, 1, 4, new Padding(2, 0, 1, 1), Activation.None),
            Convolve("mixed", 8, 8, 1, 1, 1, default, Activation.Relu6),
            new Add("sum", "several"),
            Convolve("none", 8, 6, 3, 1, 1, default, Activation.None),
            new GlobalAveragePool("pool"),
            new Linear("hidden", 6, 7, SmallNetworks.Uniform(random, 42, 0.5f), SmallNetworks.Uniform(random, 7, 0.5f)),
            new Linear("head", 7, 4, SmallNetworks.Uniform(random, 28, 0.5f), SmallNetworks.Uniform(random, 4, 0.5f)),
            new Softmax("softmax"),
        ]);
    }

    public static float[] Image(Network network, int seed = 2) =>
        SmallNetworks.Uniform(new Random(seed), network.Input.Channels * network.Input.Height * network.Input.Width, 1);

    public static QuantizedNetwork Quantized(Network network) => Quantizer.Quantize(network, SampleRanges.Of(network, Image(network)));
}
