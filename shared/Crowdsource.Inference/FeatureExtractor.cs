using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.Onnx;

namespace Crowdsource.Inference;

/// <summary>From an image to the features under a head, by an exported backbone of any precision. Safe for parallel callers.</summary>
public sealed class FeatureExtractor : IDisposable
{
    private readonly ImageModel _model;

    /// <param name="backbone">An ONNX file.</param>
    /// <param name="preprocessing">Makes its input.</param>
    /// <param name="options">Defaults to one thread.</param>
    /// <exception cref="InvalidDataException">It cannot be loaded, gives no features, or does not fit its preprocessing; the message says which.</exception>
    public FeatureExtractor(byte[] backbone, Preprocessing preprocessing, InferenceOptions? options = null)
    {
        _model = new ImageModel(backbone, preprocessing, options ?? new InferenceOptions());
        if (_model.Session.OutputName != OnnxWriter.FeaturesName)
        {
            var name = _model.Session.OutputName;
            _model.Dispose();
            throw new InvalidDataException($"This model gives '{name}', not '{OnnxWriter.FeaturesName}'.");
        }
    }

    /// <summary>Features per image.</summary>
    public int Dimensions => _model.Session.OutputLength;

    /// <summary>The features of one image.</summary>
    /// <param name="image">An upright image; one of another size than the input is resized as the preprocessing says.</param>
    public float[] Extract(RgbImage image) => _model.Run(image);

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
