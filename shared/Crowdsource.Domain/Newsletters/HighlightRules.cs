using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;

namespace Crowdsource.Domain.Newsletters;

/// <summary>Which photos a newsletter may show, and which it should.</summary>
public static class HighlightRules
{
    public const string NotAccepted = "not-accepted";
    public const string NoConsent = "no-consent";
    public const string NotLicensed = "not-licensed";

    /// <summary>How much less a photo counts for each one of its label that is chosen already.</summary>
    private const double SameLabel = 0.7;

    /// <summary>How much less it counts for each one of its contributor: fame is shared.</summary>
    private const double SameContributor = 0.5;

    /// <summary>How much less it counts for each one of the same thing.</summary>
    private const double SameThing = 0.1;

    /// <summary>SPDX identifiers that let anybody show the photo begin like this; what an unknown licence allows is unknown.</summary>
    private static readonly string[] s_open = ["CC0-", "CC-BY-", "CC-PDDC", "PDDL-", "ODC-By-", "MIT", "Apache-2.0", "Unlicense"];

    /// <summary>Null when the photo may be shown: asked when it is picked, published and each time it is read.</summary>
    public static string? WhyNot(SubmissionState? photo, VolunteerState? volunteer, CampaignState campaign) =>
        photo is not { Status: SubmissionStatus.Accepted, Findings: not null } ? NotAccepted
        : volunteer?.ConsentTo(campaign.Id) is not { Newsletter: true } ? NoConsent
        : campaign.FindConsent(photo.ConsentVersion) is not { } consent || !MayBeShown(consent.Licence) ? NotLicensed
        : null;

    /// <summary>
    /// The best photos that are different from each other and from what is picked already: one after the other the one of the highest
    /// quality, which counts less the more of its label, contributor and thing there are. Greedy, so that the first n are the n best.
    /// </summary>
    /// <param name="candidates">What may be shown and is not picked.</param>
    /// <param name="picked">What is picked already.</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<HighlightCandidate> Suggest(
        IReadOnlyCollection<HighlightCandidate> candidates, IEnumerable<HighlightCandidate> picked, int count)
    {
        var open = candidates.OrderBy(candidate => candidate.Submission.Value).ToList();
        var (labels, contributors, things) = (new Dictionary<LabelId, int>(), new Dictionary<ContributorKey, int>(), new Dictionary<Guid, int>());
        foreach (var photo in picked)
        {
            Count(photo);
        }

        var chosen = new List<HighlightCandidate>();
        while (chosen.Count < count && open.Count > 0)
        {
            var best = open.MaxBy(Worth)!;
            open.Remove(best);
            chosen.Add(best);
            Count(best);
        }

        return chosen;

        double Worth(HighlightCandidate photo) => photo.Quality
            * Math.Pow(SameLabel, labels.GetValueOrDefault(photo.Label))
            * Math.Pow(SameContributor, contributors.GetValueOrDefault(photo.Contributor))
            * Math.Pow(SameThing, photo.Cluster is { } thing ? things.GetValueOrDefault(thing) : 0);

        void Count(HighlightCandidate photo)
        {
            labels[photo.Label] = labels.GetValueOrDefault(photo.Label) + 1;
            contributors[photo.Contributor] = contributors.GetValueOrDefault(photo.Contributor) + 1;
            if (photo.Cluster is { } thing)
            {
                things[thing] = things.GetValueOrDefault(thing) + 1;
            }
        }
    }

    private static bool MayBeShown(string licence) => s_open.Any(known => licence.StartsWith(known, StringComparison.OrdinalIgnoreCase));
}
