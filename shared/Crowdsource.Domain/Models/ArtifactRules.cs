using System.Globalization;
using Crowdsource.Domain.Nights;

namespace Crowdsource.Domain.Models;

/// <summary>Which artifacts phones may get.</summary>
public static class ArtifactRules
{
    /// <summary>Code of <see cref="NightReason"/>: it answers otherwise than 32-bit weights.</summary>
    public const string Parity = "parity";

    /// <summary>Code of <see cref="NightReason"/>: the file does not hold what was measured.</summary>
    public const string FileDiffers = "file-differs";

    /// <summary>Code of <see cref="NightReason"/>: it could not be written.</summary>
    public const string NotWritten = "not-written";

    /// <summary>Share of equal answers that 16- and 32-bit weights need, and that 8 bits need.</summary>
    public const double AgreementOfFloats = 0.995, AgreementOfBytes = 0.97;

    /// <summary>Accuracy that 8 bits may cost, as a share of right answers.</summary>
    public const double AccuracyLost = 0.01;

    /// <summary>Why an artifact is withheld; null when it ships.</summary>
    /// <param name="id">One of <see cref="ArtifactId"/>.</param>
    /// <param name="parity">How it answers beside 32-bit weights at its input size.</param>
    public static NightReason? Withhold(string id, ArtifactParity parity)
    {
        ArgumentNullException.ThrowIfNull(parity);
        var floats = id.Contains("/fp", StringComparison.Ordinal);
        var needed = floats ? AgreementOfFloats : AgreementOfBytes;
        return parity.Photos == 0 ? new NightReason(Parity, $"{id}: there is no photo to compare it on.")
            : parity.Agreement < needed ? new NightReason(Parity, string.Create(
                CultureInfo.InvariantCulture,
                $"{id} answers as 32-bit weights on {parity.Agreement:F4} of {parity.Photos} photos and variants; {needed:F3} is needed."))
            : !floats && parity.AccuracyLost > AccuracyLost ? new NightReason(Parity, string.Create(
                CultureInfo.InvariantCulture,
                $"{id} loses {100 * parity.AccuracyLost:F2} points of accuracy (at most {100 * parity.AccuracyLostAtMost:F2}) on {parity.Photos} photos and variants; {100 * AccuracyLost:F0} is allowed."))
            : null;
    }
}
