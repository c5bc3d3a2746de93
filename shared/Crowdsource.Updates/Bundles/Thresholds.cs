namespace Crowdsource.Updates.Bundles;

/// <summary>How to read the network's probabilities: <c>thresholds.json</c>.</summary>
/// <param name="Temperature">Still to be applied to the output, above 0: p^(1/temperature), normalised. 1 when it is folded into the weights.</param>
/// <param name="AbstainBelow">From 0 to 1: an answer whose calibrated probability is lower is better not shown.</param>
public sealed record Thresholds(float Temperature, float AbstainBelow)
{
    /// <summary>Calibrates probabilities in place.</summary>
    public void Apply(Span<float> probabilities)
    {
        if (Temperature == 1)
        {
            return;
        }

        var sum = 0.0;
        foreach (ref var p in probabilities)
        {
            p = MathF.Pow(p, 1 / Temperature);
            sum += p;
        }

        foreach (ref var p in probabilities)
        {
            p = (float)(p / sum);
        }
    }
}
