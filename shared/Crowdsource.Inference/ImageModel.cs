using System.Buffers;
using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.Layers;

namespace Crowdsource.Inference;

/// <summary>A session with the preprocessing that belongs to its model.</summary>
internal sealed class ImageModel : IDisposable
{
    private readonly Preprocessing _preprocessing;

    /// <exception cref="InvalidDataException">The model cannot be loaded, or preprocessing and model disagree about the size of the input.</exception>
    public ImageModel(byte[] model, Preprocessing preprocessing, InferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        if (!preprocessing.IsSupported)
        {
            throw new InvalidDataException($"The preprocessing '{preprocessing.Version}' is not known to this program.");
        }

        _preprocessing = preprocessing;
        Session = new OnnxSession(model, options);
        if (Session.InputShape != new ActivationShape(RgbImage.Channels, preprocessing.InputSize, preprocessing.InputSize))
        {
            var shape = Session.InputShape;
            Session.Dispose();
            throw new InvalidDataException(
                $"The model sees {shape.Channels} colours of {shape.Width} × {shape.Height} pixels, its preprocessing makes {RgbImage.Channels} of {preprocessing.InputSize} pixels squared.");
        }
    }

    public OnnxSession Session { get; }

    /// <summary>Width and height of the input in pixels.</summary>
    public int InputSize => _preprocessing.InputSize;

    /// <summary>Runs one image; one of another size than the model's input is resized as the preprocessing says.</summary>
    public float[] Run(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var length = _preprocessing.TensorLength;
        var tensor = ArrayPool<float>.Shared.Rent(length);
        try
        {
            _preprocessing.ToTensor(_preprocessing.Apply(image), tensor.AsSpan(0, length));
            return Session.Run(tensor.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(tensor);
        }
    }

    /// <summary>Runs an image that is already a tensor, 3 × size × size.</summary>
    /// <exception cref="ArgumentException">Its length is another.</exception>
    public float[] Run(ReadOnlyMemory<float> tensor)
    {
        if (tensor.Length != _preprocessing.TensorLength)
        {
            throw new ArgumentException($"{_preprocessing.TensorLength} numbers expected, {tensor.Length} given.", nameof(tensor));
        }

        return Session.Run(tensor.ToArray());
    }

    public void Dispose() => Session.Dispose();
}
