namespace Crowdsource.Client.Models;

/// <summary>How likely a label is.</summary>
/// <param name="Id">The label's stable number within the campaign.</param>
/// <param name="Name">What people read.</param>
/// <param name="Probability">From 0 to 1; those of all labels add up to 1.</param>
public readonly record struct LabelProbability(int Id, string Name, float Probability);
