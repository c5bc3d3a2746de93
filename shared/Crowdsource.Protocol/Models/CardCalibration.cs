namespace Crowdsource.Protocol.Models;

/// <summary>Whether probabilities mean what they say, on test photos.</summary>
/// <param name="Error">Expected calibration error (Guo et al. 2017), 0 to 1; null without test photos.</param>
/// <param name="AbstainBelow">An answer less probable than this is better not shown, 0 to 1.</param>
/// <param name="Bins">Answers by their confidence, lowest first.</param>
public sealed record CardCalibration(double? Error, double AbstainBelow, IReadOnlyList<CardBin> Bins);
