using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats.Tests;

/// <summary>Runs a layer list by the definitions, in loops: the judge of the files that are written from it.</summary>
internal static class PlainInterpreter
{
    /// <param name="network">What is run.</param>
    /// <param name="input">One image.</param>
    /// <param name="after">Sees each layer's result and says what goes on.</param>
    public static float[] Run(Network network, float[] input, Func<Layer, float[], float[]>? after = null)
    {
        var outputs = new Dictionary<string, float[]>(StringComparer.Ordinal);
        var (values, shape) = (input, network.Input);
        for (var i = 0; i < network.Layers.Length; i++)
        {
            values = network.Layers[i] switch
            {
                Convolution c => Convolve(c, values, shape, network.Shapes[i]),
                Add a => [.. values.Zip(outputs[a.With], (x, y) => x + y)],
                GlobalAveragePool => [.. values.Chunk(shape.Height * shape.Width).Select(channel => channel.Average())],
                Linear l => [.. l.Weights.Chunk(l.Inputs).Select((row, o) => l.Bias[o] + row.Zip(values, (w, x) => w * x).Sum())],
                Softmax => Normalise(values),
                var other => throw new NotSupportedException(other.Name),
            };
            values = after?.Invoke(network.Layers[i], values) ?? values;
            shape = network.Shapes[i];
            outputs[network.Layers[i].Name] = values;
        }

        return values;
    }

    private static float[] Normalise(float[] logits)
    {
        var powers = Array.ConvertAll(logits, logit => Math.Exp(logit - logits.Max()));
        return Array.ConvertAll(powers, power => (float)(power / powers.Sum()));
    }

    private static float[] Convolve(Convolution c, float[] input, ActivationShape from, ActivationShape to)
    {
        var output = new float[to.Channels * to.Height * to.Width];
        var (groupIn, groupOut) = (c.InChannels / c.Groups, c.OutChannels / c.Groups);
        for (var o = 0; o < to.Channels; o++)
        {
            for (var y = 0; y < to.Height; y++)
            {
                for (var x = 0; x < to.Width; x++)
                {
                    var sum = (double)c.Bias[o];
                    for (var i = 0; i < groupIn; i++)
                    {
                        for (var ky = 0; ky < c.Kernel; ky++)
                        {
                            for (var kx = 0; kx < c.Kernel; kx++)
                            {
                                var (sy, sx) = ((y * c.Stride) + ky - c.Padding.Top, (x * c.Stride) + kx - c.Padding.Left);
                                if (sy >= 0 && sy < from.Height && sx >= 0 && sx < from.Width)
                                {
                                    var channel = (o / groupOut * groupIn) + i;
                                    sum += input[(((channel * from.Height) + sy) * from.Width) + sx]
                                        * (double)c.Weights[(((((o * groupIn) + i) * c.Kernel) + ky) * c.Kernel) + kx];
                                }
                            }
                        }
                    }

                    output[(((o * to.Height) + y) * to.Width) + x] =
                        (float)(c.Activation == Activation.Relu6 ? Math.Clamp(sum, 0, 6) : sum);
                }
            }
        }

        return output;
    }
}
