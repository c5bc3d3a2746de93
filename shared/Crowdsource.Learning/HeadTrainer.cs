using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>
/// Trains a linear head on cached features: multinomial logistic regression after within-class covariance normalisation
/// (Hatch, Kajarekar, Stolcke 2006). Features are centred and whitened by the covariance that is left within labels, so that what varies between
/// photos of one thing (light, angle, blur, for variants are among them) counts less; both steps fold into the linear layer. The settings,
/// the temperature and the threshold to abstain come from grouped cross-validation; then the head is fitted again on everything. The problem is convex and every sum
/// has one order: the same data and options give the same bytes on one kind of machine.
/// </summary>
public sealed class HeadTrainer(HeadOptions options)
{
    /// <summary>A share of the loss.</summary>
    private const double FinalTolerance = 1e-5;

    /// <summary>Trains; takes seconds to a minute of all cores.</summary>
    /// <param name="samples">Photos for training and validation.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <exception cref="ArgumentException">The samples do not fit together, or the options are out of range.</exception>
    /// <exception cref="OperationCanceledException">Within one step.</exception>
    public TrainedHead Train(HeadSamples samples, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var solved = Solve(samples, folds: null, progress, cancellationToken);
        return solved.Head;
    }

    /// <summary>As <see cref="Train"/>, with what a fit on many more photos starts from.</summary>
    /// <param name="samples">Photos for training and validation.</param>
    /// <param name="folds">The fold of each photo; null chooses them.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    internal SolvedHead Solve(HeadSamples samples, int[]? folds, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(samples);
        HeadOptions.Validate(options);
        HeadSamples.Validate(samples);
        using var heap = TorchHeap.KeepWhatIsFreed();
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (drawings, grouped) = folds is null ? Drawings(samples) : ([folds], true);
        using var features = new FoldedFeatures(samples, drawings, options.UseVariants);
        using var validation = new CrossValidation(features, options);
        var search = new SettingSearch(validation, grouped ? samples.Groups : [.. Enumerable.Range(0, samples.Labels.Length)], options);
        var report = new FitProgress(progress, search.Fits + 1, options.MostSteps);
        var best = search.Run(report, cancellationToken);
        var ofFolds = validation.OfFolds(best);
        using var everything = new LogisticProblem(features, _ => true, options.Shrinkage);
        // Near the end already: each of these has learned from most photos.
        var start = LinearWeights.Mean([.. ofFolds.OfType<LinearWeights>()]);
        var solution = everything.Fit(
            best.Settings, start is null ? null : everything.Fold(start), options.MostSteps, FinalTolerance, report, cancellationToken);
        var unfolded = everything.Unfold(solution);
        return new SolvedHead(
            best.Answers[0].Judge(unfolded, best.Settings, search.Trials, grouped, new HeldOutHeads(drawings[0], ofFolds)),
            (everything.Space.Mean.clone().DetachFromDisposeScope(), everything.Space.Whitening.clone().DetachFromDisposeScope()), unfolded, ofFolds);
    }

    private (IReadOnlyList<int[]> Drawings, bool Grouped) Drawings(HeadSamples samples)
    {
        var (folds, grouped) = GroupedFolds.Assign(samples.Labels, samples.Groups, samples.LabelCount, options);
        // The second drawing is for comparisons alone.
        return samples.Labels.Length < options.FewPhotos && options.HasChoice
            ? ([folds, GroupedFolds.Assign(samples.Labels, samples.Groups, samples.LabelCount, options with { Seed = ~options.Seed }).Folds], grouped)
            : ([folds], grouped);
    }
}
