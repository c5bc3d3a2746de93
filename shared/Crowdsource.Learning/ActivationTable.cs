using Crowdsource.Formats.Activations;
using Crowdsource.Formats.Layers;

namespace Crowdsource.Learning;

/// <summary>Cached activations before the tail, as stored. 2,000 photos with 5 variants of 96 × 14 × 14 take 190 MB.</summary>
public sealed class ActivationTable : TrainingImages
{
    private readonly PackedActivations?[] _rows;

    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public ActivationTable(int photos, int variants, ActivationShape shape)
        : base(photos, variants, shape) => _rows = new PackedActivations?[photos * variants];

    /// <summary>The activations of one variant of one photo.</summary>
    /// <exception cref="ArgumentException">Another shape is set, or what is read was never set.</exception>
    public PackedActivations this[int photo, int variant]
    {
        get => Row(Index(photo, variant));
        set => _rows[Index(photo, variant)] = value.Shape == Shape
            ? value
            : throw new ArgumentException($"Activations of {Shape} are expected, not of {value.Shape}.", nameof(value));
    }

    private protected override void Fill(int index, Span<float> values) => Row(index).Unpack(values);

    private PackedActivations Row(int index) =>
        _rows[index] ?? throw new ArgumentException($"Variant {index % Variants} of photo {index / Variants} has no activations.", nameof(index));
}
