namespace Crowdsource.Domain.Evaluation;

/// <summary>Of one photo, the share of its views that each model answers rightly, in [0, 1].</summary>
public readonly record struct ViewShares(double Candidate, double Champion);
