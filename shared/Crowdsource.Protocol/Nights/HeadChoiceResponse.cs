namespace Crowdsource.Protocol.Nights;

/// <summary>The settings of a head as grouped validation chose them.</summary>
/// <param name="WeightDecay">L2 penalty per mean loss.</param>
/// <param name="LabelSmoothing">What of the target was spread over all labels, 0 to 1.</param>
/// <param name="LabelBalance">0 counts every photo alike, 1 every label alike.</param>
/// <param name="Snapshot">SHA-256 of the snapshot that they were chosen on: an earlier night's where fewer than a tenth of the photos changed since.</param>
/// <param name="Trials">What was tried, in order; empty where too few photos could judge.</param>
public sealed record HeadChoiceResponse(
    double WeightDecay, double LabelSmoothing, double LabelBalance, string? Snapshot, IReadOnlyList<HeadTrialResponse> Trials);
