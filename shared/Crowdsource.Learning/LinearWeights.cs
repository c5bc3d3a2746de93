namespace Crowdsource.Learning;

/// <param name="Weights">Labels × dimensions, row-major.</param>
/// <param name="Bias">One per label.</param>
internal sealed record LinearWeights(float[] Weights, float[] Bias)
{
    /// <summary>Null without any.</summary>
    public static LinearWeights? Mean(IReadOnlyList<LinearWeights> heads)
    {
        return heads.Count == 0 ? null : new LinearWeights(Mean(head => head.Weights), Mean(head => head.Bias));

        float[] Mean(Func<LinearWeights, float[]> part) => [.. part(heads[0]).Select((_, i) => heads.Average(head => part(head)[i]))];
    }
}
