using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Nights;

namespace Crowdsource.Domain.Missions;

/// <summary>What photos are needed most now: of labels that are short of their target, and of labels that the last model recognises badly.</summary>
public static class MissionRules
{
    /// <param name="campaign">The campaign.</param>
    /// <param name="accepted">Accepted photos per label that they were given; labels without any may be absent.</param>
    /// <param name="recalls">Per label, from the last night that trained; empty before.</param>
    /// <returns>Labels in use that need photos, the most needed first; equal needs in the order of the campaign's labels.</returns>
    public static IReadOnlyList<Mission> Rank(
        CampaignState campaign, IReadOnlyDictionary<LabelId, int> accepted, IReadOnlyCollection<LabelRecall> recalls)
    {
        var counts = accepted.GroupBy(label => campaign.CountsAs(label.Key))
            .ToDictionary(label => label.Key, label => label.Sum(photos => photos.Value));
        var known = recalls.ToDictionary(recall => recall.Label);
        return
        [
            .. campaign.LabelsInUse
                .Select(label => Of(label, counts.GetValueOrDefault(label.Id), known.GetValueOrDefault(label.Id)))
                .Where(mission => mission.Need > 0)
                .OrderByDescending(mission => mission.Need),
        ];
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
