namespace Crowdsource.Formats.Quantization;

/// <summary>The values that a layer gives: what an int8 grid has to cover.</summary>
/// <param name="Least">The lowest value, at most <paramref name="Most"/>.</param>
/// <param name="Most">The highest value.</param>
public readonly record struct ActivationRange(float Least, float Most)
{
    /// <summary>Whether both ends are finite and in order.</summary>
    public bool IsValid => float.IsFinite(Least) && float.IsFinite(Most) && Least <= Most;
}
