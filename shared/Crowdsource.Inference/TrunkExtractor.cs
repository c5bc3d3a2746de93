using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Activations;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx;

namespace Crowdsource.Inference;

/// <summary>
/// From an image to what tails are tuned on. No training changes this part of the network, so it runs once per image. Safe for parallel
/// callers. Images run one by one, so that an image's activations do not depend on its neighbours in a batch.
/// </summary>
public sealed class TrunkExtractor : IDisposable
{
    private readonly ImageModel _model;

    /// <param name="trunk">A network that ends before pooling.</param>
    /// <param name="preprocessing">Makes the input of the network.</param>
    /// <param name="options">Defaults to one thread.</param>
    /// <exception cref="InvalidDataException">The preprocessing makes another input than the network takes.</exception>
    /// <exception cref="ArgumentException">The network does not end before pooling.</exception>
    public TrunkExtractor(Network trunk, Preprocessing preprocessing, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trunk);
        if (OnnxWriter.OutputName(trunk.Layers[^1]) != OnnxWriter.ActivationsName)
        {
            throw new ArgumentException($"'{trunk.Name}' does not end before pooling.", nameof(trunk));
        }

        _model = new ImageModel(OnnxWriter.Write(trunk), preprocessing, options ?? new InferenceOptions());
        Id = $"{trunk.ComputeDigest()}+{preprocessing.Version}";
        Shape = trunk.Output;
    }

    /// <summary>
    /// The digest of the network and the version of the preprocessing: activations of one id are comparable with each other and with no
    /// others. With photo and variant it is their key.
    /// </summary>
    public string Id { get; }

    /// <summary>What comes out per image.</summary>
    public ActivationShape Shape { get; }

    /// <summary>Width and height of the input in pixels.</summary>
    public int InputSize => _model.InputSize;

    /// <summary>The activations of one image.</summary>
    /// <param name="image">An upright image; one of another size than <see cref="InputSize"/> squared is resized as the preprocessing says.</param>
    public PackedActivations Extract(RgbImage image) => PackedActivations.Pack(_model.Run(image), Shape);

    /// <summary>The activations of several images, each as from <see cref="Extract(RgbImage)"/>.</summary>
    public PackedActivations[] Extract(IReadOnlyList<RgbImage> images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        var activations = new PackedActivations[images.Count];
        for (var i = 0; i < activations.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            activations[i] = Extract(images[i]);
        }

        return activations;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
