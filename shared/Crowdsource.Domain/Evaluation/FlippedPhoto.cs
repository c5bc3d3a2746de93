namespace Crowdsource.Domain.Evaluation;

/// <summary>A photo that one version recognises and the other does not.</summary>
/// <param name="Photo">Digest of the clean master.</param>
/// <param name="Label">The id of its label.</param>
/// <param name="Before">The id of the label that the version before gives it; null for one that the new version does not know.</param>
/// <param name="Now">The id of the label that the new version gives it.</param>
public sealed record FlippedPhoto(string Photo, int Label, int? Before, int Now)
{
    /// <summary>Examples of a kind that are kept, which are more than are shown: not every volunteer agreed to that.</summary>
    public const int AtMost = 100;

    /// <summary>Whether the new version is the one that is right.</summary>
    public bool Gained => Now == Label;
}
