namespace Crowdsource.Learning;

/// <summary>
/// How a head is trained. Of each list validation chooses; the first is the default, which is left only for what gains more than its noise. The
/// defaults did best where whole kinds of a label, or whole clusters of its photos, were held out: that is nearer to photos from elsewhere than
/// held-out sessions are.
/// </summary>
public sealed record HeadOptions
{
    /// <summary>Decides which group falls into which fold; nothing else in the training is left to chance.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether augmented variants are learned from, or only the photos themselves.</summary>
    public bool UseVariants { get; init; } = true;

    /// <summary>
    /// Candidates for the weight decay (L2 per mean loss). It is what stopping early would be: of a convex problem the solutions on the way are
    /// nearly those of stronger decays (Ali, Kolter, Tibshirani 2019), but they depend on the way.
    /// </summary>
    public IReadOnlyList<double> WeightDecays { get; init; } = [1e-3, 3e-4];

    /// <summary>Candidates for what of the target is spread over all labels, in [0, 1).</summary>
    public IReadOnlyList<double> LabelSmoothings { get; init; } = [0, 0.1];

    /// <summary>Candidates for the balance: 0 counts every photo alike, 1 every label alike.</summary>
    public IReadOnlyList<double> LabelBalances { get; init; } = [0.5, 1];

    /// <summary>Parts of the cross-validation, 2 or more.</summary>
    public int Folds { get; init; } = 3;

    /// <summary>With fewer photos than this, settings are compared over two drawings of the folds: one would be too much by chance.</summary>
    public int FewPhotos { get; init; } = 1000;

    /// <summary>Steps of the optimiser at most, per fit; it stops earlier where the loss no longer falls.</summary>
    public int MostSteps { get; init; } = 60;

    /// <summary>
    /// How much of a sphere is mixed into the covariance within labels before features are whitened by it, relative to its mean variance:
    /// 0 whitens fully, large values not at all.
    /// </summary>
    public double Shrinkage { get; init; } = 3;

    /// <summary>What is compared with all else.</summary>
    internal HeadSettings Defaults => new(WeightDecays[0], LabelSmoothings[0], LabelBalances[0]);

    /// <summary>Whether there is anything to choose.</summary>
    internal bool HasChoice => WeightDecays.Count + LabelSmoothings.Count + LabelBalances.Count > 3;

    /// <summary>With nothing left to choose.</summary>
    public HeadOptions With(HeadSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return this with { WeightDecays = [settings.WeightDecay], LabelSmoothings = [settings.LabelSmoothing], LabelBalances = [settings.LabelBalance] };
    }

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

        if (options.LabelBalances.Count == 0 || options.LabelBalances.Any(balance => balance is not (>= 0 and <= 1)))
        {
            throw new ArgumentException("There is at least one label balance, and each lies in [0, 1].", nameof(options));
        }

        if (options.LabelSmoothings.Count == 0 || options.LabelSmoothings.Any(smoothing => smoothing is not (>= 0 and < 1)))
        {
            throw new ArgumentException("There is at least one label smoothing, and each lies in [0, 1).", nameof(options));
        }
    }
}
