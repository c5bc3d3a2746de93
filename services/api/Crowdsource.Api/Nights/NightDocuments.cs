using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Crowdsource.Protocol.Nights;

namespace Crowdsource.Api.Nights;

internal static class NightDocuments
{
    /// <param name="night">The night.</param>
    /// <param name="campaign">Names its labels.</param>
    /// <param name="remaining">How long it will go on, as far as can be told.</param>
    public static NightResponse ToResponse(this NightState night, CampaignState campaign, TimeSpan? remaining) => new(
        night.Number,
        night.Phase,
        night.Ended,
        night.Progress,
        [.. night.Reasons.Select(reason => new NightReasonResponse(reason.Code, reason.Text))],
        night.Version,
        night.Seed,
        night.ScheduledFor,
        night.OpenedAt,
        night.StartedAt,
        night.EndedAt,
        night.Report?.ToResponse(campaign),
        remaining is { } time ? (int)Math.Ceiling(time.TotalSeconds) : null);

    public static NightReportResponse ToResponse(this NightReport report, CampaignState campaign) => new(
        report.Strategy,
        report.Snapshot.Value,
        report.Train,
        report.Validation,
        report.Test,
        report.Anchor,
        report.Top1,
        new IntervalDocument(report.Top1Low, report.Top1High),
        report.Top1Rotated,
        report.Top1Blurred,
        report.MacroRecall,
        report.NegativeFlips,
        report.AnchorTop1,
        [.. report.Labels.Select(label => new LabelRecallResponse(campaign.FindLabel(label.Label)?.Name ?? label.Label.ToString(), label.TestPhotos, label.Recall))],
        report.LeftOut,
        report.Notes,
        report.WithoutAugmentation is null ? [NightArtifacts.Candidate] : [NightArtifacts.Candidate, NightArtifacts.WithoutAugmentation],
        [.. report.Robustness.Select(score => new RobustnessResponse(score.View, score.Pictures, score.Top1, score.WithoutRecipe, score.RecipeHarms))],
        report.Shown is { } shown
            ? new ShownAnswersResponse(
                shown.AbstainBelow, shown.Aim, shown.Photos, shown.Shown, shown.ShownRight, shown.OutOfScope, shown.FalseAccepts)
            : null,
        [.. report.Strategies.Select(trial => new StrategyTrialResponse(
            trial.Strategy, trial.Photos, trial.Top1, new IntervalDocument(trial.Low, trial.High), trial.Seconds, trial.ChangedBytes, trial.Chosen))],
        report.Head is { } head
            ? new HeadChoiceResponse(
                head.WeightDecay, head.LabelSmoothing, head.LabelBalance, head.Snapshot?.Value,
                [.. head.Trials.Select(trial => new HeadTrialResponse(
                    trial.Setting, trial.Value, trial.Top1, trial.LogLoss, trial.Gain, trial.GainError, trial.Chosen))])
            : null);
}
