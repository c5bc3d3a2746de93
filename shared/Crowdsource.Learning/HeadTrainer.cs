using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>
/// Trains a linear head on cached features: multinomial logistic regression after within-class covariance normalisation
/// (Hatch, Kajarekar, Stolcke 2006). Features are centred and whitened by the covariance that is left within labels, so that what varies between
/// photos of one thing (light, angle, blur, for variants are among them) counts less; both steps fold into the linear layer. The weight decay,
/// the temperature and the threshold to abstain come from grouped cross-validation; then the head is fitted again on everything. The problem is convex and every sum
/// has one order: the same data and options give the same bytes on one kind of machine.
/// </summary>
public sealed class HeadTrainer(HeadOptions options)
{
    // Shares of the loss. To compare decays, a rougher solution does.
    private const double ValidationTolerance = 3e-4, FinalTolerance = 1e-5;

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
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var features = samples.Features.ToTensor();
        var (parts, grouped) = folds is null ? GroupedFolds.Assign(samples.Labels, samples.Groups, samples.LabelCount, options) : (folds, true);
        var report = new FitProgress(progress, fits: (options.Folds * options.WeightDecays.Count) + 1, options.MostSteps);
        var decays = options.WeightDecays.OrderDescending().ToArray();
        var validation = Array.ConvertAll(decays, _ => new OutOfFold(samples.LabelCount, samples.NoneOfThese));
        var ofFolds = new LinearWeights?[options.Folds][];
        for (var fold = 0; fold < options.Folds; fold++)
        {
            ofFolds[fold] = Validate(samples, features, parts, fold, decays, validation, report, cancellationToken);
        }

        // Without anything validated (two photos of one group, say) the strongest decay is the safe one.
        var best = Enumerable.Range(0, decays.Length).MinBy(i => validation[i].CrossEntropy);
        using var everything = new LogisticProblem(samples, features, Rows(samples, _ => true), options);
        var solution = everything.Fit(decays[best], start: null, options.MostSteps, FinalTolerance, report, cancellationToken);
        var unfolded = everything.Unfold(solution);
        return new SolvedHead(
            validation[best].Judge(unfolded, decays[best], grouped, samples.Labels.Length),
            everything.DetachSpace(), unfolded, [.. ofFolds.Select(decayed => decayed[best])]);
    }

    /// <summary>The heads that did not learn from a fold, one per decay; nothing where there is nothing to validate.</summary>
    private LinearWeights?[] Validate(
        HeadSamples samples, Tensor features, int[] folds, int fold, double[] decays, OutOfFold[] validation, FitProgress report, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var learned = samples.Labels.Where((_, photo) => folds[photo] != fold).ToHashSet();
        // A label that this fold's head never saw says nothing about the decay.
        int[] held = [.. Enumerable.Range(0, folds.Length).Where(photo =>
            folds[photo] == fold && learned.Contains(samples.Labels[photo]))];
        bool[] judges = [.. held.Select(photo => samples.Judges?[photo] != false)];
        if (held.Length == 0 || learned.Count < 2)
        {
            return new LinearWeights?[decays.Length];
        }

        var heads = new LinearWeights?[decays.Length];
        using var part = new LogisticProblem(samples, features, Rows(samples, photo => folds[photo] != fold), options);
        Tensor? solution = null;
        for (var i = 0; i < decays.Length; i++)
        {
            // From strong to weak decay each solution is a good start for the next.
            solution = part.Fit(decays[i], solution, options.MostSteps, ValidationTolerance, report, cancellationToken);
            var unfolded = part.Unfold(solution);
            heads[i] = unfolded;
            var head = tensor(unfolded.Weights, [samples.LabelCount, samples.Features.Dimensions]);
            for (var variant = 0; variant < (options.UseVariants ? samples.Features.Variants : 1); variant++)
            {
                var rows = held.Select(photo => samples.Features.RowIndex(photo, variant)).ToArray();
                var logits = nn.functional.linear(LogisticProblem.Select(features, rows), head, tensor(unfolded.Bias)).data<float>().ToArray();
                validation[i].Add(held, logits, [.. held.Select(photo => samples.Labels[photo])], judges, isPhoto: variant == 0);
            }
        }

        return heads;
    }

    private int[] Rows(HeadSamples samples, Func<int, bool> taken) =>
    [
        .. Enumerable.Range(0, samples.Features.Photos).Where(taken).SelectMany(photo =>
            Enumerable.Range(0, options.UseVariants ? samples.Features.Variants : 1)
                .Select(variant => samples.Features.RowIndex(photo, variant))),
    ];
}
