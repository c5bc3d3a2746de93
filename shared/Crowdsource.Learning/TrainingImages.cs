using Crowdsource.Formats.Layers;
using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>What a network is tuned on: photos × variants, each of one shape. Variant 0 is the photo itself.</summary>
public abstract class TrainingImages
{
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    private protected TrainingImages(int photos, int variants, ActivationShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(photos);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variants);
        (Photos, Variants, Shape) = (photos, variants, shape);
    }

    public int Photos { get; }

    public int Variants { get; }

    /// <summary>What the network takes.</summary>
    public ActivationShape Shape { get; }

    /// <summary>Float32, images × channels × height × width, with the strides of channels-last, which torch trains fastest on.</summary>
    internal Tensor Load(IReadOnlyList<(int Photo, int Variant)> images)
    {
        using var scope = NewDisposeScope();
        var length = Shape.Channels * Shape.Height * Shape.Width;
        var values = new float[images.Count * length];
        for (var i = 0; i < images.Count; i++)
        {
            Fill(Index(images[i].Photo, images[i].Variant), values.AsSpan(i * length, length));
        }

        return tensor(values, [images.Count, Shape.Channels, Shape.Height, Shape.Width])
            .permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>Channels × height × width of one image.</summary>
    private protected abstract void Fill(int index, Span<float> values);

    private protected int Index(int photo, int variant)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)photo, (uint)Photos, nameof(photo));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)variant, (uint)Variants, nameof(variant));
        return (photo * Variants) + variant;
    }
}
