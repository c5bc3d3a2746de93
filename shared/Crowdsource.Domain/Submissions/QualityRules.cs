namespace Crowdsource.Domain.Submissions;

/// <summary>How good a photo is as a picture, whatever it shows: what a curator may sort by, and which of two near-duplicates stays.</summary>
public static class QualityRules
{
    // Measured on real photos: below 8 no edge is seen (the pipeline refuses it), 800 is as sharp as phones get.
    private const double Softest = 8;
    private const double Sharpest = 800;

    // Mean luma of a photo that is neither too dark nor burnt out.
    private const double Dark = 60;
    private const double Bright = 190;

    // Pixels of the shorter side: the least that is taken in, and what is more than any network needs.
    private const double Small = 64;
    private const double Large = 1024;

    /// <summary>0 (worthless) to 1 (nothing to wish for), three decimals: sharpness weighs as much as exposure and size together.</summary>
    public static double Score(PhotoFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var sharpness = Between(findings.Sharpness, Softest, Sharpest);
        var exposure = Math.Clamp(Math.Min(findings.Brightness / Dark, (255 - findings.Brightness) / (255 - Bright)), 0, 1);
        var size = Between(Math.Min(findings.Width, findings.Height), Small, Large);
        return Math.Round(Math.Sqrt(sharpness * Math.Sqrt(exposure * size)), 3);
    }

    /// <summary>Where a value is between two others on a logarithmic scale, 0 to 1.</summary>
    private static double Between(double value, double low, double high) =>
        Math.Clamp(Math.Log(Math.Max(value, low) / low) / Math.Log(high / low), 0, 1);
}
