using Orleans;

namespace Crowdsource.Domain.Evaluation;

/// <summary>What the threshold to abstain comes to.</summary>
/// <param name="AbstainBelow">Answers less probable than this are not shown, 0 to 1.</param>
/// <param name="Aim">The share of shown answers that the threshold was to keep right, on photos that were validated on.</param>
/// <param name="Photos">Test photos.</param>
/// <param name="Shown">Test photos with an answer that is shown.</param>
/// <param name="ShownRight">Those of them whose answer is right.</param>
/// <param name="OutOfScope">Photos that curators rejected because they show none of the labels' things; no model learns from them.</param>
/// <param name="FalseAccepts">Those of them for which an answer would be shown.</param>
[GenerateSerializer, Immutable, Alias("shown-answers")]
public sealed record ShownAnswers(double AbstainBelow, double Aim, int Photos, int Shown, int ShownRight, int OutOfScope, int FalseAccepts);
