using System.Numerics.Tensors;
using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.Onnx;

namespace Crowdsource.Inference;

/// <summary>
/// A classifier's file taken apart, so that features of its backbone can be kept and asked again with another head. Safe for parallel callers.
/// </summary>
public sealed class ClassifierParts : IDisposable
{
    private readonly OnnxParts _parts;
    private readonly Lazy<ImageModel> _backbone;

    internal ClassifierParts(OnnxParts parts, Preprocessing preprocessing, InferenceOptions options)
    {
        _parts = parts;
        // Where all features are kept, the backbone is never loaded.
        _backbone = new Lazy<ImageModel>(() => new ImageModel(parts.Backbone, preprocessing, options));
    }

    /// <summary>Equal for files that differ in their heads alone.</summary>
    public string BackboneId => _parts.BackboneId;

    /// <summary>What the backbone gives for an image.</summary>
    public float[] Features(RgbImage image) => _backbone.Value.Run(image);

    /// <summary>The probability of each label, adding up to 1.</summary>
    /// <param name="features">As from <see cref="Features"/>.</param>
    /// <exception cref="ArgumentException">Their number is another.</exception>
    public float[] Predict(ReadOnlySpan<float> features)
    {
        var logits = (float[])_parts.Bias.Clone();
        if (features.Length * logits.Length != _parts.Weights.Length)
        {
            throw new ArgumentException($"{_parts.Weights.Length / logits.Length} features expected, {features.Length} given.", nameof(features));
        }

        for (var label = 0; label < logits.Length; label++)
        {
            logits[label] += TensorPrimitives.Dot(features, _parts.Weights.AsSpan(label * features.Length, features.Length));
        }

        TensorPrimitives.SoftMax(logits, logits);
        return logits;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_backbone.IsValueCreated)
        {
            _backbone.Value.Dispose();
        }
    }
}
