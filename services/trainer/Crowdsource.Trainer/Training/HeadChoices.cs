using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Learning;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Training;

/// <summary>The settings that nights chose for their heads, and whether tonight can go on with them.</summary>
internal sealed class HeadChoices(SnapshotHistory history, SnapshotStore snapshots)
{
    /// <summary>From this share of changed photos on, settings are searched again.</summary>
    private const double ChangedFrom = 0.1;

    /// <summary>What the last night trained with, where its features are of the same generation and few photos changed since it was chosen; else null.</summary>
    public async Task<HeadChoice?> Kept(CampaignId campaign, Snapshot tonight, Generation generation, CancellationToken cancellationToken) =>
        (await history.LastReport(campaign, cancellationToken))?.Head is { Snapshot: { } chosenOn } last && last.Generation == generation.Number
            && IsNear(await snapshots.Read(chosenOn, cancellationToken), tonight)
                ? last
                : null;

    /// <summary>What a night writes down of its head; <paramref name="kept"/> where it chose nothing itself.</summary>
    public static HeadChoice Of(TrainedHead head, HeadChoice? kept, int generation) => kept ?? new HeadChoice
    {
        WeightDecay = head.Settings.WeightDecay,
        LabelSmoothing = head.Settings.LabelSmoothing,
        LabelBalance = head.Settings.LabelBalance,
        Generation = generation,
        Trials =
        [
            .. head.Trials.Select(trial => new HeadTrial
            {
                Setting = trial.Setting,
                Value = trial.Value,
                Top1 = trial.Top1,
                LogLoss = trial.LogLoss,
                Gain = trial.Gain,
                GainError = trial.GainError,
                Chosen = trial.Chosen,
            }),
        ],
    };

    public static HeadSettings Settings(HeadChoice choice) => new(choice.WeightDecay, choice.LabelSmoothing, choice.LabelBalance);

    private static bool IsNear(Snapshot earlier, Snapshot tonight) =>
        tonight.ChangesSince(earlier) < ChangedFrom * tonight.TrainingPart.Count();
}
