using Orleans;

namespace Crowdsource.Domain.Evaluation;

/// <summary>What abstaining comes to: below the threshold, and where the answer is the label that stands for none of these, no answer is shown.</summary>
/// <param name="AbstainBelow">Answers less probable than this are not shown, 0 to 1.</param>
/// <param name="Aim">The share of shown answers that the threshold was to keep right, on photos that were validated on.</param>
/// <param name="Photos">Test photos of what is to be recognised.</param>
/// <param name="Shown">Those of them with an answer that is shown.</param>
/// <param name="ShownRight">And of these, those whose answer is right.</param>
/// <param name="OutOfScope">Photos of none of the labels' things that the model did not learn from: rejected by curators as such, or test photos of the label that stands for none of these.</param>
/// <param name="FalseAccepts">Those of them for which an answer would be shown.</param>
[GenerateSerializer, Immutable, Alias("shown-answers")]
public sealed record ShownAnswers(double AbstainBelow, double Aim, int Photos, int Shown, int ShownRight, int OutOfScope, int FalseAccepts);
