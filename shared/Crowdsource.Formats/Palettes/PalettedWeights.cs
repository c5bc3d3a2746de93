namespace Crowdsource.Formats.Palettes;

/// <summary>
/// Weights as one palette for the whole tensor and a scale per output channel: weight = palette value × scale. Channels of MobileNetV2's
/// depthwise convolutions differ in size by orders of magnitude: without the scales a palette of 256 values answers hardly any photo right
/// (0.02 of ImageNet instead of 0.89).
/// </summary>
/// <param name="Palette">Of the weights divided by their channel's scale.</param>
/// <param name="Scales">One per output channel, positive half-precision numbers: about the largest weight of the channel.</param>
public sealed record PalettedWeights(Palette Palette, float[] Scales)
{
    /// <summary>Compresses; weights on an int8 grid per channel, as the pretrained ones are, lose nothing but the rounding to half precision.</summary>
    /// <param name="weights">Output channel first.</param>
    /// <param name="channels">The number of output channels, a divisor of the number of weights.</param>
    /// <exception cref="ArgumentException">The channels do not fit, or a weight is beyond half precision (±65504).</exception>
    public static PalettedWeights Compress(float[] weights, int channels)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (weights.Length % channels != 0)
        {
            throw new ArgumentException($"{weights.Length} weights are not {channels} equal channels.", nameof(channels));
        }

        var perChannel = weights.Length / channels;
        var scales = new float[channels];
        var scaled = new float[weights.Length];
        for (var channel = 0; channel < channels; channel++)
        {
            var largest = 0f;
            foreach (var weight in weights.AsSpan(channel * perChannel, perChannel))
            {
                largest = Math.Max(largest, Math.Abs(weight));
            }

            // A channel without weights needs a scale too.
            largest = Math.Max(largest, (float)Half.Epsilon);
            scales[channel] = (float)(Half)largest;
            if (!float.IsFinite(scales[channel]))
            {
                throw new ArgumentException($"A weight of {largest} is beyond half precision.", nameof(weights));
            }

            // By the exact largest: weights on an int8 grid then fall on 255 values, whatever the channel.
            for (var i = channel * perChannel; i < (channel + 1) * perChannel; i++)
            {
                scaled[i] = weights[i] / largest;
            }
        }

        return new PalettedWeights(Palette.Of(scaled), scales);
    }

    /// <summary>The weights that indices and scales stand for.</summary>
    public float[] Decompress()
    {
        var perChannel = Palette.Indices.Length / Scales.Length;
        var weights = new float[Palette.Indices.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = Palette.Values[Palette.Indices[i]] * Scales[i / perChannel];
        }

        return weights;
    }
}
