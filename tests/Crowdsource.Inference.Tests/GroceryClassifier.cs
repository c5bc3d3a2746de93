using System.Numerics.Tensors;
using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.Quantization;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing;
using Microsoft.ML.OnnxRuntime;

namespace Crowdsource.Inference.Tests;

/// <summary>A classifier that knows something, without a trainer: the pretrained backbone, its head the mean features of a few photos per label.</summary>
public sealed class GroceryClassifier
{
    private const int LearnedPerLabel = 4, OthersPerLabel = 6;

    // A distance between features becomes a difference of logits.
    private const float Sharpness = 0.05f;

    public GroceryClassifier()
    {
        var backbone = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName)).Backbone;
        using var model = new ImageModel(OnnxWriter.Write(backbone), Preprocessing.Default, new InferenceOptions());
        var (weights, bias) = (new List<float>(), new List<float>());
        foreach (var folder in Directory.GetDirectories(SharedFiles.Require("photos", "grocery")).Order(StringComparer.Ordinal))
        {
            var photos = Directory.GetFiles(folder).Order(StringComparer.Ordinal).Take(LearnedPerLabel + OthersPerLabel).Select(Photos.Load).ToList();
            Learned.AddRange(photos.Take(LearnedPerLabel));
            Others.AddRange(photos.Skip(LearnedPerLabel));
            var features = photos.Take(LearnedPerLabel).Select(model.Run).ToList();
            var mean = Enumerable.Range(0, backbone.Output.Channels).Select(i => features.Average(f => f[i])).ToList();
            weights.AddRange(mean.Select(value => value * Sharpness));
            bias.Add(-mean.Sum(value => value * value) / 2 * Sharpness);
        }

        Network = backbone.WithHead([.. weights], [.. bias]);
    }

    public Network Network { get; }

    /// <summary>What the head was made of.</summary>
    public List<RgbImage> Learned { get; } = [];

    /// <summary>Photos that it has not seen.</summary>
    public List<RgbImage> Others { get; } = [];

    /// <summary>What the layers give on a third of the learned photos.</summary>
    public ActivationRanges MeasureRanges()
    {
        var measured = Network.Until(Network.HeadName);
        using var session = OnnxSession.Open(OnnxWriter.Write(measured, new OnnxOptions { EveryLayer = true }), new InferenceOptions());
        var ranges = new ActivationRanges([]);
        var tensor = new float[Preprocessing.Default.TensorLength];
        foreach (var photo in Learned.Where((_, index) => index % 3 == 0))
        {
            Preprocessing.Default.ToTensor(Preprocessing.Default.Apply(photo), tensor);
            using var input = OrtValue.CreateTensorValueFromMemory(tensor, [1, RgbImage.Channels, 224, 224]);
            using var run = new RunOptions();
            using var results = session.Run(run, [OnnxWriter.InputName], [input], session.OutputNames);
            foreach (var (layer, result) in measured.Layers.Zip(results))
            {
                var values = result.GetTensorDataAsSpan<float>();
                var known = ranges[layer.Name] ?? default;
                ranges = ranges.With(layer.Name, new ActivationRange(
                    Math.Min(known.Least, TensorPrimitives.Min(values)), Math.Max(known.Most, TensorPrimitives.Max(values))));
            }
        }

        return ranges;
    }
}
