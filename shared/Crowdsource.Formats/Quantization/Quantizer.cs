using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats.Quantization;

/// <summary>Puts a trained network on an int8 grid, without further training.</summary>
public static class Quantizer
{
    // Sums of int8 products stay far below 2^29 in networks of this size, so that sum and bias together stay within 32 bits.
    private const double MaxBiasCode = 1 << 29;

    // Channels that training has left without weights; products of steps must stay normal floats.
    private const double MinScale = 1e-12;

    /// <summary>
    /// The network on the grid that the ranges span. In a convolution the error of each weight is carried over to the next, so that those of a channel
    /// cancel out, as its inputs are mostly positive: on a backbone that was not on such a grid before, a quarter of the divergence of rounding each
    /// weight by itself. The head's weights are rounded by themselves, and its scales are powers of two: they hardly ever change between two nights,
    /// so neither do the codes of weights that hardly moved, and a new head changes few bytes of a file.
    /// </summary>
    /// <param name="network">A classifier or a backbone that takes images from −1 to 1.</param>
    /// <param name="ranges">Of every layer but the softmax.</param>
    /// <exception cref="ArgumentException">A range is missing; the message names the layers.</exception>
    public static QuantizedNetwork Quantize(Network network, ActivationRanges ranges)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(ranges);
        var missing = network.Layers.Where(layer => layer is not Softmax && ranges[layer.Name] is null).Select(layer => layer.Name).ToList();
        if (missing.Count > 0)
        {
            throw new ArgumentException($"No activation ranges are known of {string.Join(", ", missing)}.", nameof(ranges));
        }

        var outputs = new Dictionary<string, ActivationGrid>(StringComparer.Ordinal);
        var weights = new Dictionary<string, QuantizedWeights>(StringComparer.Ordinal);
        var before = ActivationGrid.Image;
        foreach (var layer in network.Layers.Where(layer => layer is not Softmax))
        {
            if (layer is Convolution c)
            {
                weights.Add(c.Name, Quantize(c.Weights, c.Bias, before, isHead: false));
            }
            else if (layer is Linear l)
            {
                weights.Add(l.Name, Quantize(l.Weights, l.Bias, before, isHead: true));
            }

            outputs.Add(layer.Name, before = Grid(layer, ranges[layer.Name]!.Value));
        }

        return new QuantizedNetwork(network, ActivationGrid.Image, outputs, weights);
    }

    private static ActivationGrid Grid(Layer layer, ActivationRange range) => ActivationGrid.Covering(
        layer is Convolution { Activation: Activation.Relu6 } ? new ActivationRange(0, Math.Clamp(range.Most, 0, 6)) : range);

    private static QuantizedWeights Quantize(float[] weights, float[] bias, ActivationGrid input, bool isHead)
    {
        var perChannel = weights.Length / bias.Length;
        var quantized = new QuantizedWeights(new sbyte[weights.Length], new float[bias.Length], new int[bias.Length]);
        for (var channel = 0; channel < bias.Length; channel++)
        {
            var row = weights.AsSpan(channel * perChannel, perChannel);
            var codes = quantized.Codes.AsSpan(channel * perChannel, perChannel);
            var scale = quantized.Scales[channel] = Scale(row, bias[channel], input, powersOfTwo: isHead);
            var error = 0f;
            for (var i = 0; i < row.Length; i++)
            {
                var wanted = (row[i] / scale) + error;
                codes[i] = (sbyte)Math.Clamp(MathF.Round(wanted), -QuantizedWeights.MaxCode, QuantizedWeights.MaxCode);
                error = isHead ? 0 : wanted - codes[i];
            }

            quantized.Bias[channel] = (int)Math.Round(bias[channel] / (double)(input.Scale * scale));
        }

        return quantized;
    }

    private static float Scale(ReadOnlySpan<float> weights, float bias, ActivationGrid input, bool powersOfTwo)
    {
        var largest = 0f;
        foreach (var weight in weights)
        {
            largest = Math.Max(largest, Math.Abs(weight));
        }

        var scale = Math.Max(largest / (double)QuantizedWeights.MaxCode, Math.Max(Math.Abs(bias) / (input.Scale * MaxBiasCode), MinScale));
        return powersOfTwo ? (float)Math.Pow(2, Math.Ceiling(Math.Log2(scale))) : (float)scale;
    }
}
