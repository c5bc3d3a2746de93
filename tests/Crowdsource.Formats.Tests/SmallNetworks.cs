using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats.Tests;

internal static class SmallNetworks
{
    /// <summary>A MobileNetV2 with weights that keep activations alive: uniform, scaled by the number of inputs (He).</summary>
    public static Network Backbone(int seed, double width = 0.25, int inputSize = 64, int features = 64)
    {
        var random = new Random(seed);
        var layout = MobileNetV2.Layout(width, inputSize, features);
        return new Network(layout.Name, layout.Input, layout.Layers.Select(layer => layer is Convolution c ? Fill(c, random) : layer));
    }

    public static Network Classifier(int seed, int labels = 16)
    {
        var backbone = Backbone(seed);
        var random = new Random(seed + 1);
        return backbone.WithHead(Uniform(random, labels * backbone.Output.Channels, 0.2f), Uniform(random, labels, 0.2f));
    }

    public static float[] Uniform(Random random, int count, float bound)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ((random.NextSingle() * 2) - 1) * bound;
        }

        return values;
    }

    private static Convolution Fill(Convolution c, Random random) => c with
    {
        Weights = Uniform(random, c.Weights.Length, MathF.Sqrt(6f / (c.InChannels / c.Groups * c.Kernel * c.Kernel))),
        Bias = Uniform(random, c.Bias.Length, 0.1f),
    };
}
