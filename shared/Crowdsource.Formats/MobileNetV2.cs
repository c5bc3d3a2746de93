using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats;

/// <summary>
/// MobileNetV2 (Sandler et al. 2018, arXiv:1801.04381) with batch normalisation folded and TensorFlow's padding, named block by block:
/// <c>stem</c>, <c>block1.depthwise</c>, <c>block1.project</c>, <c>block2.expand</c>, … <c>block17.project</c>, <c>top</c>, <c>pool</c>.
/// </summary>
public static class MobileNetV2
{
    // Table 2 of the paper: expansion, channels, blocks, stride of the first block.
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    /// <summary>The features that the paper's network pools.</summary>
    public const int DefaultFeatures = 1280;

    /// <summary>The last layer of the trunk: no training changes what comes up to here, so its output is cached. Tails are tuned behind it.</summary>
    public const string TrunkEnd = "block13.add";

    /// <summary>The backbone with all weights 0, for training from scratch or to compare a file with: from the image to its features.</summary>
    /// <param name="width">Multiplies the channels; 1 in the paper, usually 0.25 to 1.4.</param>
    /// <param name="inputSize">Width and height of the image in pixels, at least 32.</param>
    /// <param name="features">The number of pooled features.</param>
    public static Network Layout(double width, int inputSize, int features = DefaultFeatures)
    {
        if (width is not (> 0 and <= 4))
        {
            throw new ArgumentOutOfRangeException(nameof(width), width, "The width multiplier lies in (0, 4].");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 32);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        var builder = new Builder(3, inputSize);
        builder.Convolve("stem", Scale(32, width), kernel: 3, stride: 2, Activation.Relu6);
        var block = 0;
        foreach (var stage in Stages)
        {
            for (var i = 0; i < stage.Blocks; i++)
            {
                builder.Block($"block{++block}", stage.Expansion, Scale(stage.Channels, width), stride: i == 0 ? stage.Stride : 1);
            }
        }

        builder.Convolve("top", features, kernel: 1, stride: 1, Activation.Relu6);
        builder.Layers.Add(new GlobalAveragePool(Network.PoolName));
        return new Network(
            FormattableString.Invariant($"mobilenet_v2_{width:0.0##}_{inputSize}"), new ActivationShape(3, inputSize, inputSize), builder.Layers);
    }

    // As in TensorFlow's models: multiples of 8, never more than a tenth below what was asked for.
    private static int Scale(int channels, double width)
    {
        var wanted = channels * width;
        var rounded = Math.Max(8, (int)(wanted + 4) / 8 * 8);
        return rounded < 0.9 * wanted ? rounded + 8 : rounded;
    }

    private sealed class Builder(int channels, int size)
    {
        private int _channels = channels;
        private int _size = size;

        public List<Layer> Layers { get; } = [];

        public void Convolve(string name, int outChannels, int kernel, int stride, Activation activation, bool depthwise = false)
        {
            var groups = depthwise ? _channels : 1;
            Layers.Add(new Convolution(
                name, _channels, outChannels, kernel, stride, groups, Padding.Same(_size, kernel, stride), activation,
                new float[outChannels * (_channels / groups) * kernel * kernel], new float[outChannels]));
            _channels = outChannels;
            _size = (_size + stride - 1) / stride;
        }

        public void Block(string name, int expansion, int outChannels, int stride)
        {
            var entry = Layers[^1].Name;
            var residual = stride == 1 && _channels == outChannels;
            if (expansion != 1)
            {
                Convolve($"{name}.expand", _channels * expansion, kernel: 1, stride: 1, Activation.Relu6);
            }

            Convolve($"{name}.depthwise", _channels, kernel: 3, stride, Activation.Relu6, depthwise: true);
            Convolve($"{name}.project", outChannels, kernel: 1, stride: 1, Activation.None);
            if (residual)
            {
                Layers.Add(new Add($"{name}.add", entry));
            }
        }
    }
}
