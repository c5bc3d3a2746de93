namespace Crowdsource.Formats.Quantization;

/// <summary>
/// The weights of a layer on an int8 grid, symmetric per output channel: weight = code × the scale of its channel. The step of a bias is that of
/// the layer's input times that of its channel, so that it can be added to the sums of products as it is.
/// </summary>
/// <param name="Codes">From −127 to 127, in the order of the float weights: output channel first.</param>
/// <param name="Scales">One per output channel, positive.</param>
/// <param name="Bias">One per output channel.</param>
public sealed record QuantizedWeights(sbyte[] Codes, float[] Scales, int[] Bias)
{
    /// <summary>The largest code; −128 is not used, so that a weight and its opposite both have one.</summary>
    public const int MaxCode = 127;

    /// <summary>The step of each channel's bias.</summary>
    /// <param name="input">The grid of what comes into the layer.</param>
    public float[] BiasScales(ActivationGrid input) => Array.ConvertAll(Scales, scale => input.Scale * scale);

    /// <summary>The weights that the codes stand for.</summary>
    public float[] DequantizeWeights()
    {
        var perChannel = Codes.Length / Scales.Length;
        var values = new float[Codes.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Codes[i] * Scales[i / perChannel];
        }

        return values;
    }

    /// <summary>The biases that the codes stand for.</summary>
    /// <param name="input">The grid of what comes into the layer.</param>
    public float[] DequantizeBias(ActivationGrid input)
    {
        // 32-bit integers are beyond what a float holds exactly.
        return [.. Bias.Zip(BiasScales(input), (code, scale) => (float)(code * (double)scale))];
    }
}
