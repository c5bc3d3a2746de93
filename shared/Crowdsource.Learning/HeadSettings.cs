namespace Crowdsource.Learning;

/// <summary>What validation chooses for a head.</summary>
/// <param name="WeightDecay">L2 per mean loss, above 0.</param>
/// <param name="LabelSmoothing">In [0, 1): what of the target is spread over all labels.</param>
/// <param name="LabelBalance">0 counts every photo alike, 1 every label alike.</param>
public sealed record HeadSettings(double WeightDecay, double LabelSmoothing, double LabelBalance);
