using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Nights;

namespace Crowdsource.Domain.Missions;

/// <summary>
/// What photos are needed most now: of labels that are short of their target, of labels that the last model recognises badly, and of pairs that it
/// confuses. Nothing of it is kept: a mission ends with the photo that fills the target, or with the next trained night that does not see it.
/// </summary>
public static class MissionRules
{
    /// <param name="campaign">The campaign.</param>
    /// <param name="accepted">Accepted photos per label that they were given; labels without any may be absent.</param>
    /// <param name="last">Of the last night that trained; null before.</param>
    /// <returns>Labels in use that need photos, and pairs of them, the most needed first; equal needs in the order of the campaign's labels, pairs last.</returns>
    public static IReadOnlyList<Mission> Rank(
        CampaignState campaign, IReadOnlyDictionary<LabelId, int> accepted, NightReport? last)
    {
        var counts = accepted.GroupBy(label => campaign.CountsAs(label.Key))
            .ToDictionary(label => label.Key, label => label.Sum(photos => photos.Value));
        var known = (last?.Labels ?? []).ToDictionary(recall => recall.Label);
        var single = campaign.LabelsInUse
            .ToDictionary(label => label.Id, label => Of(label, counts.GetValueOrDefault(label.Id), known.GetValueOrDefault(label.Id)));
        // Of labels that were merged into each other since, or retired, no pair is left.
        var pairs = (last?.Confused ?? [])
            .Select(pair => (Pair: pair, Label: campaign.CountsAs(pair.Label), Other: campaign.CountsAs(pair.Other)))
            .Where(pair => pair.Label != pair.Other && single.ContainsKey(pair.Label) && single.ContainsKey(pair.Other))
            .Select(pair => single[pair.Label] with
            {
                Shortfall = 0,
                Weakness = pair.Pair.Weakness,
                Other = single[pair.Other].Label,
                Confusion = pair.Pair,
            });
        return [.. single.Values.Concat(pairs).Where(mission => mission.Need > 0).OrderByDescending(mission => mission.Need)];
    }

    private static Mission Of(Label label, int accepted, LabelRecall? recall) => new(
        label,
        accepted,
        recall?.Recall,
        recall?.TestPhotos ?? 0,
        Math.Clamp(1 - ((double)accepted / label.Target), 0, 1),
        recall is { Recall: { } share, TestPhotos: > 0 } ? Missed(share, recall.TestPhotos) : 0);

    /// <summary>The lower end of the interval of the missed share: one unlucky photo of three does not make a mission.</summary>
    private static double Missed(double recall, int testPhotos)
    {
        var right = (int)Math.Round(recall * testPhotos);
        return 1 - Interval.Wilson(right, testPhotos).High;
    }
}
