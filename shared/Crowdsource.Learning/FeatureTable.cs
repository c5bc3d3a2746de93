using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Crowdsource.Learning;

/// <summary>
/// Cached features in half precision: photos × variants × dimensions, row-major. Variant 0 is the photo itself. 10,000 photos with 5 variants
/// of 1,280 numbers take 128 MB.
/// </summary>
public sealed class FeatureTable
{
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the table would have more than 2³¹ numbers.</exception>
    public FeatureTable(int photos, int variants, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(photos);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variants);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)photos * variants * dimensions, Array.MaxLength, nameof(photos));
        (Photos, Variants, Dimensions) = (photos, variants, dimensions);
        Values = new Half[photos * variants * dimensions];
    }

    public int Photos { get; }

    public int Variants { get; }

    public int Dimensions { get; }

    internal Half[] Values { get; }

    /// <summary>The features of one variant of one photo, to read or to fill.</summary>
    public Span<Half> Row(int photo, int variant)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)photo, (uint)Photos, nameof(photo));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)variant, (uint)Variants, nameof(variant));
        return Values.AsSpan(RowIndex(photo, variant) * Dimensions, Dimensions);
    }

    /// <summary>Sets all variants of one photo, one after another.</summary>
    public void Set(int photo, ReadOnlySpan<Half> variants)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)photo, (uint)Photos, nameof(photo));
        ArgumentOutOfRangeException.ThrowIfNotEqual(variants.Length, Variants * Dimensions, nameof(variants));
        variants.CopyTo(Values.AsSpan(RowIndex(photo, 0) * Dimensions));
    }

    /// <summary>All variants of one photo, one after another.</summary>
    public ReadOnlySpan<Half> Photo(int photo)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)photo, (uint)Photos, nameof(photo));
        return Values.AsSpan(RowIndex(photo, 0) * Dimensions, Variants * Dimensions);
    }

    internal int RowIndex(int photo, int variant) => (photo * Variants) + variant;

    /// <summary>A copy for torch: float16, photos · variants × dimensions.</summary>
    internal Tensor ToTensor() => torch.tensor(Values, [Photos * Variants, Dimensions]);
}
