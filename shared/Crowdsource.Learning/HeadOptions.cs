namespace Crowdsource.Learning;

/// <summary>How a head is trained. The defaults did best where whole kinds of a label, or
/// whole clusters of its photos, were held out: that is nearer to photos from elsewhere than held-out sessions are.</summary>
public sealed record HeadOptions
{
    /// <summary>Decides which group falls into which fold; nothing else in the training is left to chance.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether augmented variants are learned from, or only the photos themselves.</summary>
    public bool UseVariants { get; init; } = true;

    /// <summary>Candidates for the weight decay (L2 per mean loss); validation chooses.</summary>
    public IReadOnlyList<double> WeightDecays { get; init; } = [1e-3, 3e-4];

    /// <summary>Parts of the cross-validation, 2 or more.</summary>
    public int Folds { get; init; } = 3;

    /// <summary>Steps of the optimiser at most, per fit; it stops earlier where the loss no longer falls.</summary>
    public int MostSteps { get; init; } = 60;

    /// <summary>
    /// How much of a sphere is mixed into the covariance within labels before features are whitened by it, relative to its mean variance:
    /// 0 whitens fully, large values not at all.
    /// </summary>
    public double Shrinkage { get; init; } = 3;

    /// <summary>0 counts every photo alike, 1 every label alike.</summary>
    public double LabelBalance { get; init; } = 0.5;

    /// <summary>In [0, 1): what of the target is spread over all labels.</summary>
    public double LabelSmoothing { get; init; }

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal static void Validate(HeadOptions options)
    {
        if (options.WeightDecays.Count == 0 || options.WeightDecays.Any(decay => decay is not (> 0 and < 1e3)))
        {
            throw new ArgumentException("There is at least one weight decay, and each is a number above 0.", nameof(options));
        }

        if (options.Folds < 2 || options.MostSteps < 1 || options.Shrinkage is not (>= 1e-3 and < 1e6))
        {
            throw new ArgumentException("There are two folds or more, a step or more, and the shrinkage is at least 0.001.", nameof(options));
        }

        if (options.LabelBalance is not (>= 0 and <= 1) || options.LabelSmoothing is not (>= 0 and < 1))
        {
            throw new ArgumentException("Label balance lies in [0, 1], label smoothing in [0, 1).", nameof(options));
        }
    }
}
