using System.Text.Json.Serialization;

namespace Crowdsource.Domain.Imaging;

/// <summary>From an upright photo to a network's input. It is part of the model: a bundle carries it as JSON, and a phone that does
/// not know one of its words must refuse the bundle (<see cref="IsSupported"/>) instead of guessing.</summary>
public sealed record Preprocessing
{
    public const string TriangleFilter = "triangle, antialiased, as Pillow BILINEAR";
    public const string Rgb = "RGB";

    /// <summary>The channels one after another: as ONNX Runtime takes them.</summary>
    public const string Nchw = "NCHW";

    /// <summary>The channels of each pixel side by side: as TensorFlow Lite takes them.</summary>
    public const string Nhwc = "NHWC";

    /// <summary>The engine takes the picture itself and scales its values, as Core ML does.</summary>
    public const string Picture = "picture";

    public static Preprocessing Default { get; } = new();

    /// <summary>Part of the key of every cached feature: another rule has another version.</summary>
    public string Version { get; init; } = "stretch-triangle-224-1";

    /// <summary>Width and height of the input in pixels.</summary>
    public int InputSize { get; init; } = 224;

    public FitMode Fit { get; init; } = FitMode.Stretch;

    public string Filter { get; init; } = TriangleFilter;

    public string ColourOrder { get; init; } = Rgb;

    public string Layout { get; init; } = Nchw;

    /// <summary>input = (byte − Mean) × Scale: with the defaults from −1 to 1.</summary>
    public float Mean { get; init; } = 127.5f;

    public float Scale { get; init; } = 1 / 127.5f;

    [JsonIgnore]
    public int TensorLength => RgbImage.Channels * InputSize * InputSize;

    [JsonIgnore]
    public bool IsSupported =>
        Filter == TriangleFilter && ColourOrder == Rgb && Layout is Nchw or Nhwc or Picture
        && InputSize is > 0 and <= 4096 && Enum.IsDefined(Fit);

    /// <summary>The same rule for a network that sees more or fewer pixels.</summary>
    /// <param name="size">Width and height of its input.</param>
    public Preprocessing ForInput(int size) =>
        this with { InputSize = size, Version = Version.Replace($"-{InputSize}-", $"-{size}-", StringComparison.Ordinal) };

    /// <summary>The square input of an upright photo.</summary>
    public RgbImage Apply(RgbImage photo)
    {
        var side = photo.ShortSide;
        var framed = Fit == FitMode.CentreCrop && photo.Width != photo.Height
            ? photo.Crop((photo.Width - side) / 2, (photo.Height - side) / 2, side, side)
            : photo;
        return TriangleResampler.Resize(framed, InputSize, InputSize);
    }

    /// <summary>Writes the numbers in the order of <see cref="Layout"/> (batch of one); that of a picture is NCHW, for engines that stand in.</summary>
    /// <param name="input">InputSize × InputSize pixels.</param>
    /// <param name="tensor"><see cref="TensorLength"/> numbers.</param>
    public void ToTensor(RgbImage input, Span<float> tensor)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Width != InputSize || input.Height != InputSize || tensor.Length != TensorLength)
        {
            throw new ArgumentException($"The network sees {InputSize}×{InputSize}, not {input.Width}×{input.Height} in {tensor.Length} numbers.", nameof(input));
        }

        Span<float> values = stackalloc float[256];
        for (var value = 0; value < values.Length; value++)
        {
            values[value] = (value - Mean) * Scale;
        }

        var plane = InputSize * InputSize;
        var pixels = input.Pixels;
        if (Layout == Nhwc)
        {
            for (var i = 0; i < tensor.Length; i++)
            {
                tensor[i] = values[pixels[i]];
            }

            return;
        }

        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var output = tensor.Slice(channel * plane, plane);
            for (var i = 0; i < output.Length; i++)
            {
                output[i] = values[pixels[(i * RgbImage.Channels) + channel]];
            }
        }
    }
}
