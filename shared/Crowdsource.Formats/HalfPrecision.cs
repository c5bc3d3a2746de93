using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats;

/// <summary>Rounds networks to half precision so that errors cancel out where they can; see <see cref="Network.RoundedToHalf"/>.</summary>
internal static class HalfPrecision
{
    public static IEnumerable<Layer> Round(IEnumerable<Layer> layers)
    {
        // What the rounding of biases adds to the output of each layer that has no activation function, per channel.
        var offsets = new Dictionary<string, float[]>(StringComparer.Ordinal);
        Layer? before = null;
        foreach (var layer in layers)
        {
            var offset = before is null ? null : offsets.GetValueOrDefault(before.Name);
            before = layer;
            switch (layer)
            {
                case Convolution c:
                    var weights = c.Weights.Chunk(c.Weights.Length / c.OutChannels).SelectMany(Diffuse).ToArray();
                    // Behind padding an offset is missing at the edges, so only kernels of one pixel can take it back.
                    var wanted = offset is not null && c is { Kernel: 1, Groups: 1 } ? Without(offset, weights, c.Bias) : c.Bias;
                    var bias = Round(wanted);
                    if (c.Activation == Activation.None)
                    {
                        offsets[c.Name] = [.. bias.Zip(wanted, (rounded, exact) => rounded - exact)];
                    }

                    yield return c with { Weights = weights, Bias = bias };
                    break;
                case Add a:
                    if (Sum(offset, offsets.GetValueOrDefault(a.With)) is { } sum)
                    {
                        offsets[a.Name] = sum;
                    }

                    yield return a;
                    break;
                case Linear l:
                    yield return l with { Weights = Round(l.Weights), Bias = Round(l.Bias) };
                    break;
                default:
                    yield return layer;
                    break;
            }
        }
    }

    public static float[] Round(float[] values) => Array.ConvertAll(values, value => (float)(Half)value);

    private static float[] Diffuse(float[] channel)
    {
        var error = 0f;
        return Array.ConvertAll(channel, value =>
        {
            var wanted = value + error;
            var rounded = (float)(Half)wanted;
            error = wanted - rounded;
            return rounded;
        });
    }

    private static float[] Without(float[] offset, float[] weights, float[] bias) =>
        [.. weights.Chunk(offset.Length).Zip(bias, (row, exact) => exact - row.Zip(offset, (weight, error) => weight * error).Sum())];

    private static float[]? Sum(float[]? one, float[]? other) =>
        one is not null && other is not null ? [.. one.Zip(other, (x, y) => x + y)] : one ?? other;
}
