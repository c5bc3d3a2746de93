namespace Crowdsource.Protocol.Nights;

/// <summary>What a night found. Accuracies are shares from 0 to 1 on the campaign's own split, hence optimistic: photos from elsewhere do worse.</summary>
/// <param name="Strategy">How the model was trained, such as <c>linear-head</c> or <c>from-scratch</c>.</param>
/// <param name="Snapshot">SHA-256 of the frozen list of photos, labels and splits.</param>
/// <param name="Train">Photos trained on.</param>
/// <param name="Validation">Photos used to choose between settings.</param>
/// <param name="Test">Photos that the figures are measured on.</param>
/// <param name="Anchor">Photos that curators have locked.</param>
/// <param name="Top1">Share of test photos with the right answer.</param>
/// <param name="Top1Interval">Its Wilson 95 % interval.</param>
/// <param name="Top1Rotated">The same with the photos rotated.</param>
/// <param name="Top1Blurred">The same with the photos blurred.</param>
/// <param name="MacroRecall">Mean recall of the labels.</param>
/// <param name="NegativeFlips">Share of test photos that the model before had right and this one has wrong; null without one before.</param>
/// <param name="AnchorTop1">Share of anchor photos with the right answer; null without any.</param>
/// <param name="Labels">Recall per label.</param>
/// <param name="LeftOut">Labels with too few photos, which this model does not know.</param>
/// <param name="Notes">What a reader should know.</param>
/// <param name="Artifacts">What <c>nights/{night}/artifacts/{artifact}</c> has: <c>candidate</c>, <c>without-augmentation</c>.</param>
/// <param name="Robustness">Upright, rotated, blurred, off-centre, each with and without the augmentation recipe.</param>
/// <param name="Shown">How many answers are shown, how many of them are right, and how often for photos of something else.</param>
/// <param name="Strategies">What was compared, in order; empty where there was no choice: a head alone, or a network from scratch.</param>
/// <param name="Head">The settings of the head, and what was tried to choose them; null where a network was trained from scratch.</param>
public sealed record NightReportResponse(
    string Strategy,
    string Snapshot,
    int Train,
    int Validation,
    int Test,
    int Anchor,
    double Top1,
    IntervalDocument Top1Interval,
    double Top1Rotated,
    double Top1Blurred,
    double MacroRecall,
    double? NegativeFlips,
    double? AnchorTop1,
    IReadOnlyList<LabelRecallResponse> Labels,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Artifacts,
    IReadOnlyList<RobustnessResponse> Robustness,
    ShownAnswersResponse? Shown,
    IReadOnlyList<StrategyTrialResponse> Strategies,
    HeadChoiceResponse? Head);
