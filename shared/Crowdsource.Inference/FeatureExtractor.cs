using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Onnx;

namespace Crowdsource.Inference;

/// <summary>
/// From an image to the features that heads are trained on. Safe for parallel callers. Images run one by one, so that an image's features
/// do not depend on its neighbours in a batch.
/// </summary>
public sealed class FeatureExtractor : IDisposable
{
    private readonly ImageModel _model;

    /// <param name="backbone">A network that ends in pooling.</param>
    /// <param name="preprocessing">Makes the input of the backbone.</param>
    /// <param name="options">Defaults to one thread.</param>
    /// <exception cref="InvalidDataException">The preprocessing makes another input than the backbone takes.</exception>
    /// <exception cref="ArgumentException">The network does not end in pooled features.</exception>
    public FeatureExtractor(Network backbone, Preprocessing preprocessing, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        if (OnnxWriter.OutputName(backbone.Layers[^1]) != OnnxWriter.FeaturesName)
        {
            throw new ArgumentException($"'{backbone.Name}' does not end in pooled features.", nameof(backbone));
        }

        _model = new ImageModel(OnnxWriter.Write(backbone), preprocessing, options ?? new InferenceOptions());
        Id = $"{backbone.ComputeDigest()}+{preprocessing.Version}";
    }

    /// <summary>
    /// The digest of the backbone and the version of the preprocessing: features of one id are comparable with each other and with no
    /// others. With photo and variant it is the key of a cached feature.
    /// </summary>
    public string Id { get; }

    /// <summary>Features per image.</summary>
    public int Dimensions => _model.Session.OutputLength;

    /// <summary>Width and height of the input in pixels.</summary>
    public int InputSize => _model.Session.InputSize;

    /// <summary>The features of one image.</summary>
    /// <param name="image">An upright image; one of another size than <see cref="InputSize"/> squared is resized as the preprocessing says.</param>
    public float[] Extract(RgbImage image) => _model.Run(image);

    /// <summary>The features of several images, each as from <see cref="Extract(RgbImage)"/>.</summary>
    public float[][] Extract(IReadOnlyList<RgbImage> images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        var features = new float[images.Count][];
        for (var i = 0; i < features.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            features[i] = _model.Run(images[i]);
        }

        return features;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
