namespace Crowdsource.Protocol.Models;

/// <param name="Label">The label.</param>
/// <param name="Probability">0 to 1.</param>
public sealed record LabelProbability(string Label, double Probability);
