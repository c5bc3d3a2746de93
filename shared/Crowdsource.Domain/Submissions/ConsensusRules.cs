using Crowdsource.Domain.Campaigns;

namespace Crowdsource.Domain.Submissions;

/// <summary>When trusted volunteers decide on a photo in a curator's place, and what each one's word weighs.</summary>
public static class ConsensusRules
{
    /// <summary>How the review ledger names the volunteers together.</summary>
    public const string Reviewer = "consensus";

    /// <summary>0 for who guesses or has shown nothing yet, towards 1 for who always agrees with curators: twice the smoothed share above one half.</summary>
    /// <param name="agreed">Votes on hidden gold photos that were the curator's verdict.</param>
    /// <param name="gold">Votes on hidden gold photos.</param>
    public static double Weight(int agreed, int gold) => Math.Max(0, (2.0 * (agreed + 1) / (gold + 2)) - 1);

    /// <summary>Whether a vote is what curators decided.</summary>
    public static bool Agrees(SubmissionState gold, bool accept, LabelId label, CampaignState campaign) =>
        gold.Status == SubmissionStatus.Accepted ? accept && campaign.CountsAs(label) == campaign.CountsAs(gold.Label) : !accept;

    /// <summary>The vote whose side outweighs all others by the threshold; null while there is none. A side is a rejection, or one label.</summary>
    public static VoteEntry? Decide(IReadOnlyCollection<VoteEntry> votes, double threshold, CampaignState campaign)
    {
        var sides = votes
            .GroupBy(vote => vote.Accepted ? campaign.CountsAs(vote.Label) : (LabelId?)null)
            .Select(side => (Weight: side.Sum(vote => vote.Weight), Heaviest: side.MaxBy(vote => vote.Weight)!))
            .OrderByDescending(side => side.Weight)
            .ToArray();
        return sides is [var first, .. var others] && first.Weight - others.Sum(side => side.Weight) >= threshold ? first.Heaviest : null;
    }
}
