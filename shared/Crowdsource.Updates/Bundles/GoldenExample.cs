namespace Crowdsource.Updates.Bundles;

/// <summary>One input and its answer.</summary>
/// <param name="File">Path in the bundle.</param>
/// <param name="Top">The index of the largest probability.</param>
/// <param name="Probabilities">The network's output before <see cref="Thresholds"/>, in the order of the labels.</param>
public sealed record GoldenExample(string File, int Top, float[] Probabilities);
