using System.Buffers.Binary;
using Crowdsource.Domain.Imaging;
using static Crowdsource.Formats.Tests.CoreMl.CoreMlFields;

namespace Crowdsource.Formats.Tests.CoreMl;

/// <summary>
/// Runs a Core ML file by the words of its specification: the image is scaled as the file says, each layer reads and writes blobs by their
/// names, weights are looked up from their tables when the layer runs. Knows nothing of our layer list.
/// </summary>
internal sealed class PlainCoreMl
{
    private readonly WireMessage _classifier;
    private readonly string _input;

    public PlainCoreMl(byte[] file)
    {
        var model = new WireMessage(file);
        _classifier = model.Message(Classifier);
        _input = model.Message(Description).Message(Input).Text(FeatureName);
        Labels = [.. _classifier.Message(StringLabels).Strings(LabelVector)];
    }

    public IReadOnlyList<string> Labels { get; }

    /// <summary>The probabilities, in the order of the labels.</summary>
    public float[] Run(RgbImage image)
    {
        var scaler = _classifier.Message(PreprocessingList).Message(Scaler);
        float[] biases = [scaler.Float(RedBias), scaler.Float(GreenBias), scaler.Float(BlueBias)];
        var pixels = new float[image.Pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[(i % 3 * image.Width * image.Height) + (i / 3)] = (image.Pixels[i] * scaler.Float(ChannelScale)) + biases[i % 3];
        }

        var blobs = new Dictionary<string, Blob>(StringComparer.Ordinal) { [_input] = new Blob(3, image.Height, image.Width, pixels) };
        foreach (var layer in _classifier.Messages(LayerList))
        {
            var inputs = layer.Strings(LayerInput).Select(name => blobs[name]).ToArray();
            var kind = LayerKinds.Single(layer.Has);
            blobs.Add(layer.Text(LayerOutput), Run(kind, layer.Message(kind), inputs));
        }

        return blobs[_classifier.Text(ProbabilityLayer)].Values;
    }

    private static Blob Run(int kind, WireMessage layer, Blob[] inputs)
    {
        var x = inputs[0];
        return kind switch
        {
            Convolution => Convolve(layer, x),
            Pooling => new Blob(x.Channels, 1, 1, [.. x.Values.Chunk(x.Height * x.Width).Select(channel => channel.Average())]),
            InnerProduct => Multiply(layer, x),
            Scale => ScaleChannels(layer, x),
            Clip => x with { Values = Array.ConvertAll(x.Values, value => Math.Clamp(value, layer.Float(ClipMin), layer.Float(ClipMax))) },
            AddBroadcastable => x with { Values = [.. x.Values.Zip(inputs[1].Values, (one, other) => one + other)] },
            FlattenTo2D => x,
            SoftmaxNd => x with { Values = Normalise(x.Values) },
            _ => throw new NotSupportedException($"layer {kind}"),
        };
    }

    private static Blob Convolve(WireMessage layer, Blob x)
    {
        var (channels, perGroup, groups) = ((int)layer.Number(OutputChannels), (int)layer.Number(KernelChannels), (int)layer.Number(Groups));
        var (kernel, stride) = (layer.Numbers(KernelSize), layer.Numbers(Stride));
        var edges = layer.Message(Valid).Message(PaddingAmounts).Messages(BorderAmounts).ToArray();
        var (top, left) = ((int)edges[0].Number(EdgeStart), (int)edges[1].Number(EdgeStart));
        var height = (int)((x.Height + top + edges[0].Number(EdgeEnd) - kernel[0]) / stride[0]) + 1;
        var width = (int)((x.Width + left + edges[1].Number(EdgeEnd) - kernel[1]) / stride[1]) + 1;
        var weights = Weights(layer.Message(ConvolutionWeights), channels);
        var bias = layer.Number(ConvolutionHasBias) == 1 ? Weights(layer.Message(ConvolutionBias), 1) : new float[channels];
        var result = new float[channels * height * width];
        Parallel.For(0, channels, channel =>
        {
            var sums = result.AsSpan(channel * height * width, height * width);
            sums.Fill(bias[channel]);
            for (var i = 0; i < perGroup; i++)
            {
                var plane = x.Values.AsSpan(((channel / (channels / groups) * perGroup) + i) * x.Height * x.Width, x.Height * x.Width);
                for (var tap = 0; tap < kernel[0] * kernel[1]; tap++)
                {
                    var weight = weights[((((channel * perGroup) + i) * (int)kernel[0]) * (int)kernel[1]) + tap];
                    for (var row = 0; row < height; row++)
                    {
                        var y = (row * (int)stride[0]) + (tap / (int)kernel[1]) - top;
                        for (var column = 0; y >= 0 && y < x.Height && column < width; column++)
                        {
                            var at = (column * (int)stride[1]) + (tap % (int)kernel[1]) - left;
                            if (at >= 0 && at < x.Width)
                            {
                                sums[(row * width) + column] += weight * plane[(y * x.Width) + at];
                            }
                        }
                    }
                }
            }
        });
        return new Blob(channels, height, width, result);
    }

    private static Blob Multiply(WireMessage layer, Blob x)
    {
        var outputs = (int)layer.Number(ProductOutputs);
        var bias = Weights(layer.Message(ProductBias), 1);
        var rows = Weights(layer.Message(ProductWeights), outputs).Chunk((int)layer.Number(ProductInputs));
        return new Blob(outputs, 1, 1, [.. rows.Select((row, o) => bias[o] + row.Zip(x.Values, (w, value) => w * value).Sum())]);
    }

    private static Blob ScaleChannels(WireMessage layer, Blob x)
    {
        var (scale, bias) = (Weights(layer.Message(ScaleValues), 1), Weights(layer.Message(ScaleBias), 1));
        return x with { Values = [.. x.Values.Select((value, i) => (value * scale[i / (x.Height * x.Width)]) + bias[i / (x.Height * x.Width)])] };
    }

    private static float[] Normalise(float[] logits)
    {
        var powers = Array.ConvertAll(logits, logit => Math.Exp(logit - logits.Max()));
        var sum = powers.Sum();
        return Array.ConvertAll(powers, power => (float)(power / sum));
    }

    private static float[] Weights(WireMessage stored, int rows)
    {
        if (stored.Has(Float16Value))
        {
            var bytes = stored.Bytes(Float16Value).ToArray();
            return [.. bytes.Chunk(2).Select(pair => (float)BinaryPrimitives.ReadHalfLittleEndian(pair))];
        }

        var codes = stored.Bytes(RawValue).ToArray();
        var quantization = stored.Message(QuantizationParams);
        if (quantization.Has(LookupTable))
        {
            var table = quantization.Message(LookupTable).Floats(TableValues);
            return Array.ConvertAll(codes, code => table[code]);
        }

        var (scale, bias) = (quantization.Message(Linear).Floats(LinearScale), quantization.Message(Linear).Floats(LinearBias));
        return [.. codes.Select((code, i) => (code * scale[i / (codes.Length / rows)]) + bias[i / (codes.Length / rows)])];
    }

    private sealed record Blob(int Channels, int Height, int Width, float[] Values);
}
