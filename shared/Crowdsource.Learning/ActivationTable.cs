using Crowdsource.Formats.Activations;
using Crowdsource.Formats.Layers;
using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>Cached activations before the tail, as stored: photos × variants. Variant 0 is the photo itself. 2,000 photos with 5 variants of 96 × 14 × 14 take 190 MB.</summary>
public sealed class ActivationTable
{
    private readonly PackedActivations?[] _rows;

    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public ActivationTable(int photos, int variants, ActivationShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(photos);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variants);
        (Photos, Variants, Shape) = (photos, variants, shape);
        _rows = new PackedActivations?[photos * variants];
    }

    public int Photos { get; }

    public int Variants { get; }

    public ActivationShape Shape { get; }

    /// <summary>The activations of one variant of one photo.</summary>
    /// <exception cref="ArgumentException">Another shape is set, or what is read was never set.</exception>
    public PackedActivations this[int photo, int variant]
    {
        get => _rows[Index(photo, variant)] ?? throw new ArgumentException($"Variant {variant} of photo {photo} has no activations.", nameof(photo));
        set => _rows[Index(photo, variant)] = value.Shape == Shape
            ? value
            : throw new ArgumentException($"Activations of {Shape} are expected, not of {value.Shape}.", nameof(value));
    }

    /// <summary>Float32, images × channels × height × width, with the strides of channels-last, which torch trains fastest on.</summary>
    internal Tensor Load(IReadOnlyList<(int Photo, int Variant)> images)
    {
        using var scope = NewDisposeScope();
        var length = Shape.Channels * Shape.Height * Shape.Width;
        var values = new float[images.Count * length];
        for (var i = 0; i < images.Count; i++)
        {
            this[images[i].Photo, images[i].Variant].Unpack(values.AsSpan(i * length, length));
        }

        return tensor(values, [images.Count, Shape.Channels, Shape.Height, Shape.Width])
            .permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    private int Index(int photo, int variant)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)photo, (uint)Photos, nameof(photo));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)variant, (uint)Variants, nameof(variant));
        return (photo * Variants) + variant;
    }
}
