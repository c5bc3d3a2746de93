namespace Crowdsource.Formats.Quantization;

/// <summary>
/// The int8 codes of a tensor of activations, asymmetric and the same for all channels, as TensorFlow Lite's int8 specification has it:
/// value = (code − zero point) × scale.
/// </summary>
/// <param name="Scale">The distance of two codes, positive.</param>
/// <param name="ZeroPoint">The code of 0, which every grid holds exactly: it is what convolutions pad with.</param>
public readonly record struct ActivationGrid(float Scale, sbyte ZeroPoint)
{
    // A layer that gives only zeros has a range of no width; a smaller step would be beyond what kernels rescale with.
    private const float MinWidth = 1e-3f;

    /// <summary>
    /// The grid of images from −1 to 1. Its step is 1/128, not 2/255: with that the 256 values of a byte would lie exactly between two
    /// codes, and engines round ties differently.
    /// </summary>
    public static ActivationGrid Image { get; } = new(1 / 128f, 0);

    /// <summary>The lowest value that has a code.</summary>
    public float Least => Dequantize(sbyte.MinValue);

    /// <summary>The highest value that has a code.</summary>
    public float Most => Dequantize(sbyte.MaxValue);

    /// <summary>Whether kernels can rescale with it.</summary>
    public bool IsValid => float.IsNormal(Scale) && Scale > 0;

    /// <summary>The grid that covers a range and 0.</summary>
    /// <exception cref="ArgumentException">The range is not finite, or its ends are not in order.</exception>
    public static ActivationGrid Covering(ActivationRange range)
    {
        if (!range.IsValid)
        {
            throw new ArgumentException($"[{range.Least}, {range.Most}] is no range.", nameof(range));
        }

        var least = Math.Min(range.Least, 0);
        var most = Math.Max(range.Most, Math.Max(0, least + MinWidth));
        var scale = ((double)most - least) / byte.MaxValue;
        return new ActivationGrid((float)scale, (sbyte)Math.Clamp(Math.Round(sbyte.MinValue - (least / scale)), sbyte.MinValue, sbyte.MaxValue));
    }

    /// <summary>The nearest code; values beyond the grid get its ends.</summary>
    public sbyte Quantize(float value) => (sbyte)Math.Clamp(MathF.Round(value / Scale) + ZeroPoint, sbyte.MinValue, sbyte.MaxValue);

    /// <summary>The value of a code.</summary>
    public float Dequantize(sbyte code) => (code - ZeroPoint) * Scale;
}
