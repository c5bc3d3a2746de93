using System.Globalization;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Vision;

/// <summary>What to make of a clean master for the network: the photo itself, an augmented variant of it, or a stress that measures robustness.
/// The key is stable and belongs into the key of a cached feature.</summary>
public readonly record struct PhotoView
{
    private const string OriginalKey = "original";
    private const string VariantPrefix = "variant-";

    private const string SizedPrefix = "original-";

    private PhotoView(string key, int? variant, RobustnessKind? stress, int? size = null) =>
        (Key, VariantNumber, Stress, Size) = (key, variant, stress, size);

    public static PhotoView Original { get; } = new(OriginalKey, null, null);

    public string Key { get; }

    /// <summary>k of an augmented variant, 0 to 63.</summary>
    public int? VariantNumber { get; }

    public RobustnessKind? Stress { get; }

    /// <summary>Width and height of the input where they are not those of the preprocessing; null where they are.</summary>
    public int? Size { get; }

    /// <summary>The photo itself for a network with another input size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is not within 32 … 512.</exception>
    public static PhotoView OriginalAt(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 32);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 512);
        return new(string.Create(CultureInfo.InvariantCulture, $"{SizedPrefix}{size}"), null, null, size);
    }

    /// <exception cref="ArgumentOutOfRangeException">k is not within 0 … <see cref="AugmentationRecipe.MaximalVariants"/> − 1.</exception>
    public static PhotoView Variant(int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, AugmentationRecipe.MaximalVariants);
        return new($"{VariantPrefix}{k}", k, null);
    }

    public static PhotoView Robustness(RobustnessKind kind) => new(kind.ToString(), null, kind);

    /// <exception cref="FormatException">The key names no view.</exception>
    public static PhotoView Parse(string key) => key switch
    {
        OriginalKey => Original,
        _ when key.StartsWith(SizedPrefix, StringComparison.Ordinal) =>
            OriginalAt(int.Parse(key.AsSpan(SizedPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture)),
        _ when key.StartsWith(VariantPrefix, StringComparison.Ordinal) =>
            Variant(int.Parse(key.AsSpan(VariantPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture)),
        _ when Enum.TryParse<RobustnessKind>(key, out var kind) && Enum.IsDefined(kind) && kind.ToString() == key => Robustness(kind),
        _ => throw new FormatException($"No view is called '{key}'."),
    };

    public override string ToString() => Key;
}
