using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Layers;

namespace Crowdsource.Inference.Tests;

/// <summary>A narrow MobileNetV2 with random weights, for what does not depend on knowing anything.</summary>
internal static class SmallClassifier
{
    public const int Labels = 5;

    public static Preprocessing Preprocessing { get; } = new() { InputSize = 64, Version = "test-64" };

    public static Network Create(int seed)
    {
        var random = new Random(seed);
        float[] Values(int count, float bound) => [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2) - 1) * bound)];
        var layout = MobileNetV2.Layout(0.25, 64, 32);
        var backbone = new Network(layout.Name, layout.Input, layout.Layers.Select(layer => layer is Convolution c
            ? c with { Weights = Values(c.Weights.Length, MathF.Sqrt(6f * c.OutChannels / c.Weights.Length)), Bias = Values(c.Bias.Length, 0.1f) }
            : layer));
        return backbone.WithHead(Values(Labels * 32, 0.5f), Values(Labels, 0.5f));
    }
}
