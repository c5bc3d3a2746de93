using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.Quantization;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference.Calibration;
using Crowdsource.Testing;

namespace Crowdsource.Inference.Tests;

/// <summary>A classifier that knows something, without a trainer: the pretrained backbone, its head the mean features of a few photos per label.</summary>
public sealed class GroceryClassifier
{
    private const int LearnedPerLabel = 4, OthersPerLabel = 6;

    // A distance between features becomes a difference of logits.
    private const float Sharpness = 0.05f;

    private static readonly Lazy<GroceryClassifier> s_shared = new(() => new GroceryClassifier());

    private GroceryClassifier()
    {
        var backbone = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName)).Backbone;
        using var model = new ImageModel(OnnxWriter.Write(backbone), Preprocessing.Default, new InferenceOptions());
        using var calibrator = new Calibrator(backbone, Preprocessing.Default);
        var (weights, bias, features) = (new List<float>(), new List<float>(), new List<float[]>());
        foreach (var folder in Directory.GetDirectories(SharedFiles.Require("photos", "grocery")).Order(StringComparer.Ordinal))
        {
            var photos = Directory.GetFiles(folder).Order(StringComparer.Ordinal).Take(LearnedPerLabel + OthersPerLabel).Select(Photos.Load).ToList();
            var learned = photos.Take(LearnedPerLabel).Select(model.Run).ToList();
            var mean = Enumerable.Range(0, backbone.Output.Channels).Select(i => learned.Average(row => row[i])).ToList();
            weights.AddRange(mean.Select(value => value * Sharpness));
            bias.Add(-mean.Sum(value => value * value) / 2 * Sharpness);
            features.AddRange(learned);
            calibrator.Add(photos[0]);
            Others.AddRange(photos.Skip(LearnedPerLabel));
        }

        Network = backbone.WithHead([.. weights], [.. bias]);
        var head = (Linear)Network.Layers[Network.IndexOf(Network.HeadName)];
        Quantized = Quantizer.Quantize(Network, calibrator.ToRanges().With(head.Name, Calibrator.LogitRange(head, features)));
    }

    /// <summary>Made when a test asks: where the photos are not, that test is skipped.</summary>
    public static GroceryClassifier Shared => s_shared.Value;

    public Network Network { get; }

    /// <summary>The same on its int8 grid, calibrated on photos that the head was made of.</summary>
    public QuantizedNetwork Quantized { get; }

    /// <summary>Photos that it has not seen.</summary>
    public List<RgbImage> Others { get; } = [];
}
