namespace Crowdsource.Learning;

/// <summary>The heads of a cross-validation: each photo is asked of the one that had not learned from its group.</summary>
public sealed class HeldOutHeads
{
    private readonly int[] _folds;
    private readonly LinearWeights?[] _heads;

    /// <param name="folds">The fold of each photo.</param>
    /// <param name="heads">By the fold that each left out; null where there was nothing to validate.</param>
    internal HeldOutHeads(int[] folds, LinearWeights?[] heads) => (_folds, _heads) = (folds, heads);

    /// <summary>What the photo's head takes a picture of it for; null where there is no such head.</summary>
    /// <param name="photo">Its place among the photos that were trained on.</param>
    /// <param name="features">Of the picture.</param>
    public int? Answer(int photo, ReadOnlySpan<float> features)
    {
        if (_heads[_folds[photo]] is not { } head)
        {
            return null;
        }

        var logits = head.Bias.ToArray();
        for (var i = 0; i < head.Weights.Length; i++)
        {
            logits[i / features.Length] += head.Weights[i] * features[i % features.Length];
        }

        return Array.IndexOf(logits, logits.Max());
    }
}
