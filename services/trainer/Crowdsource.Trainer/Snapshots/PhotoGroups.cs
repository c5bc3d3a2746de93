using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;

namespace Crowdsource.Trainer.Snapshots;

/// <summary>Which photos belong together, by the rules that assigned their splits.</summary>
internal sealed class PhotoGroups
{
    private const string BySession = "session";
    private const string ByContributor = "contributor";

    private readonly Dictionary<SubmissionId, string> _groups = [];
    private readonly HashSet<string> _torn = [];

    /// <param name="photos">All photos that may be used.</param>
    /// <param name="countsAs">The label as which a photo counts.</param>
    public PhotoGroups(IReadOnlyList<SubmissionState> photos, Func<SubmissionState, LabelId> countsAs)
    {
        var contributors = photos.Select(photo => photo.Contributor).Distinct().Count();
        Kind = contributors >= SplitRules.ContributorsToGroupByContributor ? ByContributor : BySession;
        foreach (var sameHand in photos.GroupBy(photo => (photo.Contributor, Label: countsAs(photo))))
        {
            DateTimeOffset? from = null;
            foreach (var photo in sameHand.OrderBy(photo => photo.CapturedAt).ThenBy(photo => photo.Id.Value))
            {
                from = from is { } start && photo.CapturedAt - start <= SplitRules.Session ? start : photo.CapturedAt;
                _groups[photo.Id] = Kind == ByContributor
                    ? photo.Contributor.ToString()
                    : $"{photo.Contributor}/{sameHand.Key.Label}/{from.Value.ToUnixTimeSeconds()}";
            }
        }

        if (Kind == BySession)
        {
            _torn.UnionWith(photos.GroupBy(Of).Where(IsTorn).Select(group => group.Key));
        }
    }

    /// <summary>What keeps photos together.</summary>
    public string Kind { get; }

    public string Of(SubmissionState photo) => _groups[photo.Id];

    /// <summary>
    /// Whether the photo would test what was learned from the same session: it was sent under two labels, which were merged since, or partly
    /// rejected as something else.
    /// </summary>
    public bool Leaks(SubmissionState photo) => !IsTrainingPart(photo) && _torn.Contains(Of(photo));

    private static bool IsTorn(IEnumerable<SubmissionState> session) =>
        session.Select(SplitRules.StratumOf).Distinct().Count() > 1 && session.Any(IsTrainingPart) && !session.All(IsTrainingPart);

    private static bool IsTrainingPart(SubmissionState photo) => photo.Split is Split.Train or Split.Validation;
}
