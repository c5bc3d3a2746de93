using Crowdsource.Domain.Campaigns;

namespace Crowdsource.Domain.Submissions;

/// <summary>
/// Which split a photo belongs to: stratified by label, grouped by session (one contributor, one label, ten minutes)
/// or, in campaigns with many contributors, by contributor.
/// </summary>
public static class SplitRules
{
    /// <summary>From this many contributors up, all photos of one contributor share a split.</summary>
    public const int ContributorsToGroupByContributor = 20;

    /// <summary>Stands for the label in a group that spans all labels.</summary>
    public static readonly LabelId WholeContributor = new(0);

    /// <summary>Stands for the label of photos that curators rejected as something else: they are split among themselves.</summary>
    public static readonly LabelId OutOfScope = new(-1);

    /// <summary>Photos of one contributor and label, taken within this time of the session's first, are one session.</summary>
    public static readonly TimeSpan Session = TimeSpan.FromMinutes(10);

    private static readonly (Split Split, double Share)[] s_shares = [(Split.Train, 0.75), (Split.Test, 0.15), (Split.Validation, 0.10)];

    /// <summary>The label among whose photos a photo's split is kept in proportion.</summary>
    public static LabelId StratumOf(SubmissionState photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        return photo is { Status: SubmissionStatus.Rejected, Rejection: { } code } && RejectionCode.OutOfScope.Contains(code) ? OutOfScope : photo.Label;
    }

    /// <summary>
    /// The split that is furthest below its share of a label's photos. Deterministic, so that small labels
    /// still get test photos: the first goes to train, and test is served before validation.
    /// </summary>
    /// <param name="assigned">How many photos of the label each split has; locked anchor photos count as test.</param>
    public static Split Assign(IReadOnlyDictionary<Split, int> assigned)
    {
        var total = assigned.Values.Sum() + 1;
        return s_shares.MaxBy(share => share.Share * total - Count(assigned, share.Split)).Split;
    }

    private static int Count(IReadOnlyDictionary<Split, int> assigned, Split split) =>
        assigned.GetValueOrDefault(split) + (split == Split.Test ? assigned.GetValueOrDefault(Split.Anchor) : 0);
}
