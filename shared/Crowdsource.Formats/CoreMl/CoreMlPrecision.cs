namespace Crowdsource.Formats.CoreMl;

/// <summary>How weights are stored.</summary>
public enum CoreMlPrecision
{
    /// <summary>Half-precision numbers.</summary>
    Half,

    /// <summary>
    /// One byte per weight: the backbone in palettes of 256 values with a scale per output channel, the head on an 8-bit grid whose steps are
    /// powers of two, so that a new head changes few bytes.
    /// </summary>
    Palette8,
}
