using Crowdsource.Domain.Submissions;

namespace Crowdsource.Trainer.Snapshots;

/// <summary>Which photos belong together, by the rules that assigned their splits.</summary>
internal sealed class PhotoGroups
{
    private const string BySession = "session";
    private const string ByContributor = "contributor";

    private readonly Dictionary<SubmissionId, string> _groups = [];

    public PhotoGroups(IReadOnlyList<SubmissionState> accepted)
    {
        var contributors = accepted.Select(photo => photo.Contributor).Distinct().Count();
        Kind = contributors >= SplitRules.ContributorsToGroupByContributor ? ByContributor : BySession;
        foreach (var sameHand in accepted.GroupBy(photo => (photo.Contributor, photo.Label)))
        {
            DateTimeOffset? from = null;
            foreach (var photo in sameHand.OrderBy(photo => photo.CapturedAt).ThenBy(photo => photo.Id.Value))
            {
                from = from is { } start && photo.CapturedAt - start <= SplitRules.Session ? start : photo.CapturedAt;
                _groups[photo.Id] = Kind == ByContributor
                    ? photo.Contributor.ToString()
                    : $"{photo.Contributor}/{photo.Label}/{from.Value.ToUnixTimeSeconds()}";
            }
        }
    }

    /// <summary>What keeps photos together.</summary>
    public string Kind { get; }

    public string Of(SubmissionState photo) => _groups[photo.Id];
}
