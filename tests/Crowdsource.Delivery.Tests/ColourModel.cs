using System.Collections.Concurrent;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Models;
using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.Quantization;
using Crowdsource.Updates.Bundles;

namespace Crowdsource.Delivery.Tests;

/// <summary>A real ONNX model of a few hundred bytes that looks at the mean colour only, and bundles around it.</summary>
internal static class ColourModel
{
    private static readonly ConcurrentDictionary<(int Version, float Sharpness), BuiltBundle> s_built = new();

    public static CampaignId Campaign { get; } = new("fruit");

    private static readonly ActivationRanges s_ranges = new ActivationRanges([])
        .With(Formats.Network.PoolName, new ActivationRange(-1, 1))
        .With(Formats.Network.HeadName, new ActivationRange(-10, 10));

    private static Preprocessing Rule { get; } = new() { InputSize = 96, Version = "test-96" };

    /// <summary>A sound bundle of some 400 KB.</summary>
    /// <param name="version">The model version.</param>
    /// <param name="sharpness">Another number is another model.</param>
    public static BuiltBundle Build(int version, float sharpness = 8) =>
        s_built.GetOrAdd((version, sharpness), key => Build(key.Version, Network(key.Sharpness), key.Sharpness));

    /// <summary>The same weights as another artifact; bytes of other engines than ONNX are not read here.</summary>
    public static BuiltBundle BuildFor(string artifact, int version, string layout, float sharpness = 8) => BundleBuilder.Build(
        Ingredients(version, artifact switch
        {
            ArtifactId.OnnxFp16 => OnnxWriter.WriteHalf(Layers(sharpness)),
            ArtifactId.OnnxInt8 => OnnxWriter.Write(Quantizer.Quantize(Layers(sharpness), s_ranges)),
            _ => "for another engine"u8.ToArray(),
        }) with
        {
            Artifact = artifact,
            GoldenTolerance = 0.1f,
            Preprocessing = Rule with { Layout = layout },
        },
        tensor => Predict(tensor, sharpness));

    /// <summary>What the model answers to an input whose channels are side by side.</summary>
    public static float[] PredictInterleaved(float[] tensor) =>
        Predict([.. Enumerable.Range(0, 3).SelectMany(channel => tensor.Where((_, i) => i % 3 == channel))], sharpness: 8);

    /// <summary>A bundle whose golden examples were answered by another model than the one inside.</summary>
    public static BuiltBundle BuildWithWrongModel(int version) => Build(version, Network(-8), sharpness: 8);

    /// <summary>A bundle whose model no engine loads.</summary>
    public static BuiltBundle BuildWithBrokenModel(int version) => Build(version, "not a model"u8.ToArray(), sharpness: 8);

    /// <summary>A sound bundle where red stands for none of these.</summary>
    public static BuiltBundle BuildWithNoneOfThese(int version) => BundleBuilder.Build(
        Ingredients(version, Network(8)) with { Labels = [new(1, "Red", NoneOfThese: true), new(2, "Green"), new(3, "Blue")] },
        tensor => Predict(tensor, 8));

    public static RgbImage Plain(byte red, byte green, byte blue)
    {
        var picture = RgbImage.Blank(120, 90);
        for (var i = 0; i < picture.Pixels.Length; i += RgbImage.Channels)
        {
            (picture.Pixels[i], picture.Pixels[i + 1], picture.Pixels[i + 2]) = (red, green, blue);
        }

        return picture;
    }

    private static BuiltBundle Build(int version, byte[] model, float sharpness) =>
        BundleBuilder.Build(Ingredients(version, model), tensor => Predict(tensor, sharpness));

    private static BundleIngredients Ingredients(int version, byte[] model) => new()
    {
        Campaign = Campaign,
        Version = version,
        Model = model,
        Labels = [new(1, "Red"), new(2, "Green"), new(3, "Blue")],
        Preprocessing = Rule,
        Thresholds = new Thresholds(1, 0.5f),
        Licence = "CC0-1.0",
        Notice = new string('.', 200_000),
    };

    private static byte[] Network(float sharpness) => OnnxWriter.Write(Layers(sharpness));

    private static Network Layers(float sharpness) => new(
        "colour",
        new ActivationShape(RgbImage.Channels, Rule.InputSize, Rule.InputSize),
        [
            new GlobalAveragePool(Formats.Network.PoolName),
            new Linear(Formats.Network.HeadName, 3, 3, [sharpness, 0, 0, 0, sharpness, 0, 0, 0, sharpness], [0, 0, 0]),
            new Softmax(Formats.Network.SoftmaxName),
        ]);

    // What the network does, without an engine.
    private static float[] Predict(float[] tensor, float sharpness)
    {
        var powers = tensor.Chunk(tensor.Length / RgbImage.Channels).Select(plane => Math.Exp(sharpness * plane.Average(value => (double)value))).ToArray();
        return [.. powers.Select(power => (float)(power / powers.Sum()))];
    }
}
