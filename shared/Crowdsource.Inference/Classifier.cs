using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.Onnx;

namespace Crowdsource.Inference;

/// <summary>An exported ONNX artifact, as phones run it. Safe for parallel callers.</summary>
public sealed class Classifier : IDisposable
{
    private readonly ImageModel _model;
    private readonly Lazy<ClassifierParts?> _parts;

    /// <param name="artifact">The bytes of the file.</param>
    /// <param name="preprocessing">The preprocessing of its bundle.</param>
    /// <param name="options">Defaults to one thread.</param>
    /// <exception cref="InvalidDataException">It cannot be loaded, is no classifier, or does not fit its preprocessing; the message says which.</exception>
    public Classifier(byte[] artifact, Preprocessing preprocessing, InferenceOptions? options = null)
    {
        options ??= new InferenceOptions();
        _model = new ImageModel(artifact, preprocessing, options);
        _parts = new Lazy<ClassifierParts?>(() => OnnxParts.Of(artifact) is { } parts ? new ClassifierParts(parts, preprocessing, options) : null);
        if (_model.Session.OutputName != OnnxWriter.ProbabilitiesName)
        {
            var name = _model.Session.OutputName;
            _model.Dispose();
            throw new InvalidDataException($"This model gives '{name}', not '{OnnxWriter.ProbabilitiesName}': it is no classifier of ours.");
        }
    }

    /// <summary>Labels that it tells apart.</summary>
    public int LabelCount => _model.Session.OutputLength;

    /// <summary>Width and height of the input in pixels.</summary>
    public int InputSize => _model.InputSize;

    /// <summary>The same file taken apart; null where it is not float32.</summary>
    public ClassifierParts? Parts => _parts.Value;

    /// <summary>The notes in the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _model.Session.Metadata;

    /// <summary>The probability of each label, adding up to 1.</summary>
    /// <param name="image">An upright image; one of another size than <see cref="InputSize"/> squared is resized as the preprocessing says.</param>
    public float[] Predict(RgbImage image) => _model.Run(image);

    /// <summary>The probability of each label for an input tensor, 3 × size × size: a golden example.</summary>
    /// <exception cref="ArgumentException">Its length is another.</exception>
    public float[] Predict(ReadOnlyMemory<float> tensor) => _model.Run(tensor);

    /// <summary>Loads a file.</summary>
    /// <exception cref="InvalidDataException">As the constructor.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Classifier Load(string path, Preprocessing preprocessing, InferenceOptions? options = null) =>
        new(File.ReadAllBytes(path), preprocessing, options);

    /// <inheritdoc/>
    public void Dispose()
    {
        _model.Dispose();
        if (_parts.IsValueCreated)
        {
            _parts.Value?.Dispose();
        }
    }
}
