namespace Crowdsource.Learning;

/// <param name="Weights">Labels × dimensions, row-major.</param>
/// <param name="Bias">One per label.</param>
internal sealed record LinearWeights(float[] Weights, float[] Bias);
