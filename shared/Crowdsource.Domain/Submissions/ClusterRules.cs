namespace Crowdsource.Domain.Submissions;

/// <summary>Which photos show the same thing, and which of two that are nearly the same stays.</summary>
public static class ClusterRules
{
    /// <summary>Bits of 64 by which two photos of one session (one contributor, one label, ten minutes) may differ and still show the same thing.
    /// Photos that have nothing to do with each other differ in 32 ± 4.</summary>
    public const int SessionDistance = 12;

    /// <summary>By how much a newcomer's quality must exceed an earlier near-duplicate's to take its place.</summary>
    public const double BetterBy = 0.05;

    /// <summary>Whether two photos are one, sent in two forms.</summary>
    public static bool NearDuplicates(PhotoHash one, PhotoHash other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.PixelDigest == other.PixelDigest
            || SubmissionRules.Distance(one.Hash, other.Hash) <= SubmissionRules.NearDuplicateDistance;
    }

    /// <summary>Whether two photos belong to one cluster.</summary>
    public static bool SameThing(PhotoHash one, PhotoHash other) =>
        NearDuplicates(one, other)
        || (one.Contributor == other.Contributor && one.Label == other.Label
            && (one.CapturedAt - other.CapturedAt).Duration() <= SplitRules.Session
            && SubmissionRules.Distance(one.Hash, other.Hash) <= SessionDistance);

    /// <summary>Whether a newcomer takes the place of the near-duplicate that came before it: never of one that was decided on.</summary>
    public static bool TakesThePlaceOf(double newcomer, SubmissionStatus earlierStatus, double earlier) =>
        earlierStatus == SubmissionStatus.InReview && newcomer >= earlier + BetterBy;
}
