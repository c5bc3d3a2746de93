using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Training;

/// <summary>What holds for every way to make a new generation.</summary>
internal static class TuningRules
{
    /// <summary>With so many times the photos a try may come to something that the last one did not.</summary>
    private const double Growth = 1.5;

    /// <summary>Whether one may be tried; null where that depends on the way.</summary>
    public static bool? Tries(TrainingStrategy own, TuningOccasion tonight, TrainerOptions options, DateTimeOffset now)
    {
        var (campaign, snapshot, current, _) = tonight;
        return options.StrategyOf(campaign) switch
        {
            _ when !snapshot.Of(Split.Train).Any() || !snapshot.Of(Split.Validation).Any() => false,
            var strategy when strategy == own => true,
            not TrainingStrategy.Auto => false,
            // A copy tries something out: it is compared with nights that adopted nothing.
            _ when campaign.CopyOf is not null => false,
            _ when current.AdoptedAt is { } adopted && IsRecent(adopted) => false,
            // Tried every night, one would be adopted by chance.
            _ when tonight.LastTry is { } last && IsRecent(last.At) && snapshot.Of(Split.Train).Count() < Growth * last.Photos => false,
            _ => null,
        };

        bool IsRecent(DateTimeOffset time) => now - time < TimeSpan.FromDays(options.AdoptEveryDays);
    }

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
