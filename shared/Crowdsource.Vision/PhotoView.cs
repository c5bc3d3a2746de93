using System.Globalization;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Vision;

/// <summary>What to make of a clean master for the network: the photo itself, an augmented variant of it, or a stress that measures robustness.
/// The key is stable and belongs into the key of a cached feature.</summary>
public readonly record struct PhotoView
{
    private const string OriginalKey = "original";
    private const string VariantPrefix = "variant-";

    private PhotoView(string key, int? variant, RobustnessKind? stress) => (Key, VariantNumber, Stress) = (key, variant, stress);

    public static PhotoView Original { get; } = new(OriginalKey, null, null);

    public string Key { get; }

    /// <summary>k of an augmented variant, 0 to 63.</summary>
    public int? VariantNumber { get; }

    public RobustnessKind? Stress { get; }

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
        _ when key.StartsWith(VariantPrefix, StringComparison.Ordinal) =>
            Variant(int.Parse(key.AsSpan(VariantPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture)),
        _ when Enum.TryParse<RobustnessKind>(key, out var kind) && Enum.IsDefined(kind) && kind.ToString() == key => Robustness(kind),
        _ => throw new FormatException($"No view is called '{key}'."),
    };

    public override string ToString() => Key;
}
