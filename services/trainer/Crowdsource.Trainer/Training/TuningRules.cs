using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Submissions;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Training;

/// <summary>What holds for every way to make a new generation.</summary>
internal static class TuningRules
{
    /// <summary>Whether one may be tried; null where that depends on the way.</summary>
    public static bool? Tries(TrainingStrategy own, CampaignState campaign, Snapshot snapshot, Generation current, TrainerOptions options, DateTimeOffset now) =>
        options.StrategyOf(campaign) switch
        {
            _ when !snapshot.Of(Split.Train).Any() || !snapshot.Of(Split.Validation).Any() => false,
            var strategy when strategy == own => true,
            not TrainingStrategy.Auto => false,
            // A copy tries something out: it is compared with nights that adopted nothing.
            _ when campaign.CopyOf is not null => false,
            _ when current.AdoptedAt is { } last && now - last < TimeSpan.FromDays(options.AdoptEveryDays) => false,
            _ => null,
        };

    /// <summary>Some photos, label by label and split by split, so that rare labels are all in.</summary>
    public static int[] Choose(IReadOnlyList<SnapshotPhoto> photos, int most) =>
    [
        .. Enumerable.Range(0, photos.Count)
            .GroupBy(photo => (photos[photo].Label, photos[photo].Split))
            .SelectMany(alike => alike.Select((photo, place) => (photo, place)))
            .OrderBy(pair => pair.place)
            .Take(most)
            .Select(pair => pair.photo)
            .Order(),
    ];
}
