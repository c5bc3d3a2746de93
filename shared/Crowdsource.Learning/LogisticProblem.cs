using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>One multinomial logistic regression on whitened features: built once, fitted for several settings.</summary>
internal sealed class LogisticProblem : IDisposable
{
    private readonly FoldedFeatures _features;
    private readonly FeatureCell[] _cells;
    private readonly int _dimensions, _labelCount;
    private readonly Tensor _truth;         // rows × labels
    private readonly Tensor _whitening;     // dimensions × dimensions
    private readonly Tensor _unwhitening;   // its inverse

    /// <param name="features">All photos.</param>
    /// <param name="learns">The cells to learn from.</param>
    /// <param name="shrinkage">See <see cref="HeadOptions.Shrinkage"/>.</param>
    public LogisticProblem(FoldedFeatures features, Func<FeatureCell, bool> learns, double shrinkage)
    {
        using var scope = NewDisposeScope();
        _features = features;
        _cells = [.. features.Cells.Where(learns)];
        (_dimensions, _labelCount) = (features.Samples.Features.Dimensions, features.Samples.LabelCount);
        _truth = cat([.. _cells.Select(cell => cell.Truth)]).DetachFromDisposeScope();
        var (whitening, unwhitening) = Whitening(shrinkage);
        (_whitening, _unwhitening) = (whitening.DetachFromDisposeScope(), unwhitening.DetachFromDisposeScope());
    }

    /// <summary>Mean and whitening, which die with this.</summary>
    public (Tensor Mean, Tensor Whitening) Space => (_features.Mean, _whitening);

    /// <summary>
    /// Minimises the weighted mean cross-entropy plus decay / 2 · ‖weights‖² by L-BFGS (Nocedal 1980) with backtracking. The result, whitened
    /// dimensions + 1 (bias) × labels, is a good start for other settings. It ends where a step gains less than a share of the loss.
    /// </summary>
    public Tensor Fit(HeadSettings settings, Tensor? start, int mostSteps, double tolerance, FitProgress progress, CancellationToken cancellationToken)
    {
        using var whole = NewDisposeScope();
        using var loss = new SmoothedLoss(_truth, RowWeights(settings.LabelBalance), settings.LabelSmoothing);
        using var memory = new CurvatureMemory();
        var point = start?.clone() ?? zeros([_dimensions + 1, _labelCount]);
        var logits = Logits(point);
        var (value, slope) = loss.At(logits);
        var place = new Place(point, logits, Gradient(point, slope, settings.WeightDecay), value + Penalty(point, settings.WeightDecay));
        for (var step = 1; step <= mostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            if (Search(place, memory.Direction(place.Gradient), loss, settings.WeightDecay, first: memory.IsEmpty) is not { } next)
            {
                break;
            }

            memory.Add(next.Point - place.Point, next.Gradient - place.Gradient);
            place.Dispose();
            var gain = place.Value - next.Value;
            place = next.Keep();
            progress.Step(step, place.Value);
            if (gain < tolerance * Math.Max(place.Value, 1e-3))
            {
                break;
            }
        }

        progress.FitDone(place.Value);
        return place.Point.MoveToOuterDisposeScope();
    }

    /// <summary>Answers for each photo of a cell, in its order: photos × variants × labels.</summary>
    public Tensor Ask(FeatureCell cell, Tensor solution)
    {
        using var scope = NewDisposeScope();
        var logits = cell.Rows.matmul(_whitening.matmul(solution[.._dimensions])).add_(solution[_dimensions]);
        return logits.reshape(cell.Photos.Length, _features.Variants, _labelCount).MoveToOuterDisposeScope();
    }

    /// <summary>Weights (labels × dimensions, row-major) and bias for features as they are, without centring and whitening.</summary>
    public LinearWeights Unfold(Tensor solution)
    {
        using var scope = NewDisposeScope();
        var weights = _whitening.matmul(solution[.._dimensions]).t().contiguous();
        var bias = solution[_dimensions] - weights.matmul(_features.Mean);
        return new LinearWeights(weights.data<float>().ToArray(), bias.data<float>().ToArray());
    }

    /// <summary>The opposite of <see cref="Unfold"/>.</summary>
    public Tensor Fold(LinearWeights head)
    {
        using var scope = NewDisposeScope();
        // Copied to where torch aligns it: the order of a product's sums depends on that.
        var weights = tensor(head.Weights, [_labelCount, _dimensions]).clone();
        var bias = tensor(head.Bias) + weights.matmul(_features.Mean);
        return cat([_unwhitening.matmul(weights.t()), bias.unsqueeze(0)]).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _truth.Dispose();
        _whitening.Dispose();
        _unwhitening.Dispose();
    }

    private static double Penalty(Tensor point, double decay)
    {
        using var scope = NewDisposeScope();
        var weights = point[..(int)(point.shape[0] - 1)];
        return decay / 2 * CurvatureMemory.Dot(weights, weights);
    }

    /// <summary>Halves the step until the loss falls enough (Armijo); nothing when it no longer falls, which is the end.</summary>
    private Place? Search(Place from, Tensor direction, SmoothedLoss loss, double decay, bool first)
    {
        var fall = CurvatureMemory.Dot(from.Gradient, direction);
        var length = first ? Math.Min(1, 1 / Math.Sqrt(Math.Max(1e-12, -fall))) : 1.0;
        // Logits are linear in the point, so that each attempt needs no look at the features.
        var turned = Logits(direction);
        for (var attempt = 0; attempt < 12 && fall < 0; attempt++, length /= 2)
        {
            var (point, logits) = (from.Point + (length * direction), from.Logits + (length * turned));
            var (value, slope) = loss.At(logits);
            value += Penalty(point, decay);
            if (value <= from.Value + (1e-4 * length * fall))
            {
                return new Place(point, logits, Gradient(point, slope, decay), value);
            }
        }

        return null;
    }

    private Tensor Logits(Tensor point)
    {
        using var scope = NewDisposeScope();
        var weights = _whitening.matmul(point[.._dimensions]);
        return cat([.. _cells.Select(cell => cell.Rows.matmul(weights))]).add_(point[_dimensions]).MoveToOuterDisposeScope();
    }

    /// <param name="point">Where.</param>
    /// <param name="slope">Of the loss by the logits there.</param>
    /// <param name="decay">Of the weights.</param>
    private Tensor Gradient(Tensor point, Tensor slope, double decay)
    {
        using var scope = NewDisposeScope();
        var sum = zeros([_dimensions, _labelCount]);
        var from = 0;
        foreach (var cell in _cells)
        {
            var to = from + (int)cell.Rows.shape[0];
            sum.add_(cell.Rows.t().matmul(slope[from..to]));
            from = to;
        }

        var gradient = cat([_whitening.t().matmul(sum), slope.sum(dim: 0).unsqueeze(0)]);
        gradient[.._dimensions].add_(point[.._dimensions], decay);
        return gradient.MoveToOuterDisposeScope();
    }

    /// <summary>Adding up to 1. A label with n photos counts n^(1 − balance).</summary>
    private float[] RowWeights(double balance)
    {
        var samples = _features.Samples;
        int[] photos = [.. _cells.SelectMany(cell => cell.Photos)];
        var counts = new double[_labelCount];
        foreach (var photo in photos)
        {
            counts[samples.Labels[photo]] += samples.Weights?[photo] ?? 1;
        }

        var weights = Array.ConvertAll(photos, photo => (samples.Weights?[photo] ?? 1) / Math.Pow(counts[samples.Labels[photo]], balance));
        var sum = weights.Sum() * _features.Variants;
        return [.. weights.SelectMany(weight => Enumerable.Repeat((float)(weight / sum), _features.Variants))];
    }

    private (Tensor Whitening, Tensor Unwhitening) Whitening(double shrinkage)
    {
        var rows = _truth.shape[0];
        var (scatter, sums) = (zeros([_dimensions, _dimensions]), zeros([_labelCount, _dimensions]));
        foreach (var cell in _cells)
        {
            scatter.add_(cell.Scatter);
            sums.add_(cell.Sums);
        }

        // What is left within labels; means of labels without photos are 0.
        var means = sums / _truth.sum(dim: 0).clamp_min(1).unsqueeze(1);
        var within = (scatter - sums.t().matmul(means)) / rows;
        var mean = sums.sum(dim: 0) / rows;
        var total = (scatter.trace() / rows) - mean.square().sum();
        // Features that never vary would divide by 0.
        var variance = Math.Max(within.trace().item<float>() / _dimensions, 1e-12);
        var scale = Math.Max(total.item<float>() / _dimensions, 1e-12);
        var mixed = (within + (shrinkage * variance * eye(_dimensions))) / ((1 + shrinkage) * variance);
        // Any square root of the inverse serves: they differ by a rotation, which the penalty does not see.
        var root = linalg.cholesky(mixed);
        return (linalg.inv(root).t().contiguous() / Math.Sqrt(scale), root.t().contiguous() * Math.Sqrt(scale));
    }

    /// <param name="Point">Whitened dimensions + 1 (bias) × labels.</param>
    /// <param name="Logits">Of all rows there.</param>
    /// <param name="Gradient">Of the value there.</param>
    /// <param name="Value">The loss with its penalty.</param>
    private sealed record Place(Tensor Point, Tensor Logits, Tensor Gradient, double Value) : IDisposable
    {
        public Place Keep() => new(Point.MoveToOuterDisposeScope(), Logits.MoveToOuterDisposeScope(), Gradient.MoveToOuterDisposeScope(), Value);

        public void Dispose()
        {
            Point.Dispose();
            Logits.Dispose();
            Gradient.Dispose();
        }
    }
}
