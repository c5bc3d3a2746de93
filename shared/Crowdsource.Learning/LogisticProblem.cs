using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>One multinomial logistic regression on whitened features: built once, fitted for several weight decays.</summary>
internal sealed class LogisticProblem : IDisposable
{
    // Rows of features handled at once, so that temporary tensors stay below 25 MB.
    private const int RowsPerPiece = 4096;

    private readonly int _labelCount;
    private readonly Tensor _mean;        // dimensions
    private readonly Tensor _whitening;   // dimensions × dimensions
    private readonly List<(Tensor Features, Tensor Targets, Tensor Weights)> _pieces = [];

    /// <param name="samples">All photos.</param>
    /// <param name="features">Their features, float16, one row per photo and variant.</param>
    /// <param name="rows">The rows to learn from.</param>
    /// <param name="options">How.</param>
    public LogisticProblem(HeadSamples samples, Tensor features, int[] rows, HeadOptions options)
    {
        _labelCount = samples.LabelCount;
        using var scope = NewDisposeScope();
        var variants = samples.Features.Variants;
        var labels = Array.ConvertAll(rows, row => samples.Labels[row / variants]);
        var weights = RowWeights(samples, rows, labels, options.LabelBalance);
        var pieces = rows.Chunk(RowsPerPiece).ToArray();
        (_mean, _whitening) = Whitening(features, pieces, labels, samples.LabelCount, options.Shrinkage);
        _mean.MoveToOuterDisposeScope();
        _whitening.MoveToOuterDisposeScope();
        for (var i = 0; i < pieces.Length; i++)
        {
            var from = i * RowsPerPiece;
            var to = from + pieces[i].Length;
            var targets = nn.functional.one_hot(Longs(labels[from..to]), samples.LabelCount).to(ScalarType.Float32);
            _pieces.Add((
                (Select(features, pieces[i]) - _mean).matmul(_whitening).MoveToOuterDisposeScope(),
                ((targets * (1 - options.LabelSmoothing)) + (options.LabelSmoothing / samples.LabelCount)).MoveToOuterDisposeScope(),
                tensor(weights[from..to]).unsqueeze(1).MoveToOuterDisposeScope()));
        }
    }

    /// <summary>
    /// Minimises the weighted mean cross-entropy plus decay / 2 · ‖weights‖² by L-BFGS (Nocedal 1980) with backtracking. The result, whitened
    /// dimensions + 1 (bias) × labels, is a good start for a smaller decay. It ends where a step gains less than a share of the loss.
    /// </summary>
    public Tensor Fit(double decay, Tensor? start, int mostSteps, double tolerance, FitProgress progress, CancellationToken cancellationToken)
    {
        const int Memory = 10;
        var point = start?.clone() ?? zeros([_mean.shape[0] + 1, _labelCount]);
        var (loss, gradient) = Evaluate(point, decay);
        var history = new LinkedList<(Tensor Step, Tensor Change, double Curvature)>();
        for (var step = 1; step <= mostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var direction = Direction(gradient, history);
            var slope = Dot(gradient, direction);
            var (next, nextLoss, nextGradient) = Search(point, loss, direction, slope, decay, first: history.Count == 0);
            if (next is null)
            {
                break;
            }

            var (moved, changed) = (next - point, nextGradient! - gradient);
            var curvature = Dot(moved, changed);
            if (curvature > 1e-10)
            {
                history.AddLast((moved.MoveToOuterDisposeScope(), changed.MoveToOuterDisposeScope(), curvature));
            }

            if (history.Count > Memory)
            {
                history.First!.Value.Step.Dispose();
                history.First.Value.Change.Dispose();
                history.RemoveFirst();
            }

            point.Dispose();
            gradient.Dispose();
            (point, gradient) = (next.MoveToOuterDisposeScope(), nextGradient!.MoveToOuterDisposeScope());
            var gain = loss - nextLoss;
            loss = nextLoss;
            progress.Step(step, loss);
            if (gain < tolerance * Math.Max(loss, 1e-3))
            {
                break;
            }
        }

        progress.FitDone(loss);
        return point;
    }

    /// <summary>Weights (labels × dimensions, row-major) and bias for features as they are, without centring and whitening.</summary>
    public LinearWeights Unfold(Tensor solution)
    {
        using var scope = NewDisposeScope();
        var dimensions = _mean.shape[0];
        var weights = _whitening.matmul(solution[..(int)dimensions]).t().contiguous();
        var bias = solution[(int)dimensions] - weights.matmul(_mean);
        return new LinearWeights(weights.data<float>().ToArray(), bias.data<float>().ToArray());
    }

    /// <summary>Mean and whitening, for the caller to dispose.</summary>
    public (Tensor Mean, Tensor Whitening) DetachSpace() => (_mean.clone().DetachFromDisposeScope(), _whitening.clone().DetachFromDisposeScope());

    /// <summary>Float32, rows × dimensions.</summary>
    public static Tensor Select(Tensor features, int[] rows) => features.index_select(0, Longs(rows)).to(ScalarType.Float32);

    public void Dispose()
    {
        _mean.Dispose();
        _whitening.Dispose();
        foreach (var (features, targets, weights) in _pieces)
        {
            features.Dispose();
            targets.Dispose();
            weights.Dispose();
        }
    }

    /// <summary>Adding up to 1. A label with n photos counts n^(1 − balance).</summary>
    private static float[] RowWeights(HeadSamples samples, int[] rows, int[] labels, double balance)
    {
        var counts = new double[samples.LabelCount];
        var weights = Array.ConvertAll(rows, row => (double)(samples.Weights?[row / samples.Features.Variants] ?? 1));
        for (var i = 0; i < rows.Length; i++)
        {
            counts[labels[i]] += weights[i];
        }

        for (var i = 0; i < rows.Length; i++)
        {
            weights[i] /= Math.Pow(counts[labels[i]], balance);
        }

        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => (float)(weight / sum));
    }

    private static (Tensor Mean, Tensor Whitening) Whitening(
        Tensor features, int[][] pieces, int[] labels, int labelCount, double shrinkage)
    {
        using var scope = NewDisposeScope();
        var dimensions = features.shape[1];
        var sums = zeros([labelCount, dimensions]);
        foreach (var (piece, start) in Starts(pieces))
        {
            using var inner = NewDisposeScope();
            sums.index_add_(0, Longs(labels[start..(start + piece.Length)]), Select(features, piece), 1);
        }

        var counts = bincount(Longs(labels), minlength: labelCount).to(ScalarType.Float32);
        var means = sums / counts.clamp_min(1).unsqueeze(1);
        var mean = sums.sum(dim: 0) / labels.Length;
        var within = zeros([dimensions, dimensions]);
        var total = 0.0;
        foreach (var (piece, start) in Starts(pieces))
        {
            using var inner = NewDisposeScope();
            var x = Select(features, piece);
            var rest = x - means.index_select(0, Longs(labels[start..(start + piece.Length)]));
            within.add_(rest.t().matmul(rest));
            total += (x - mean).square().sum(ScalarType.Float64).item<double>();
        }

        within.div_(labels.Length);
        // Features that never vary would divide by 0.
        var variance = Math.Max(within.trace().item<float>() / dimensions, 1e-12);
        var scale = Math.Max(total / labels.Length / dimensions, 1e-12);
        var mixed = (within + (shrinkage * variance * eye(dimensions))) / ((1 + shrinkage) * variance);
        // Any square root of the inverse serves: they differ by a rotation, which the penalty does not see.
        var whitening = linalg.inv(linalg.cholesky(mixed)).t().contiguous() / Math.Sqrt(scale);
        return (mean.MoveToOuterDisposeScope(), whitening.MoveToOuterDisposeScope());
    }

    private static IEnumerable<(int[] Piece, int Start)> Starts(int[][] pieces) => pieces.Select((piece, i) => (piece, i * RowsPerPiece));

    private static Tensor Longs(int[] values) => tensor(Array.ConvertAll(values, value => (long)value));

    private static double Dot(Tensor a, Tensor b) => (a * b).sum(ScalarType.Float64).item<double>();

    /// <summary>The two-loop recursion of L-BFGS: minus the approximate inverse Hessian times the gradient.</summary>
    private static Tensor Direction(Tensor gradient, LinkedList<(Tensor Step, Tensor Change, double Curvature)> history)
    {
        var direction = -gradient;
        var factors = new Stack<double>();
        for (var pair = history.Last; pair is not null; pair = pair.Previous)
        {
            var factor = Dot(pair.Value.Step, direction) / pair.Value.Curvature;
            factors.Push(factor);
            direction -= factor * pair.Value.Change;
        }

        if (history.Last is { Value: var last })
        {
            direction *= last.Curvature / Dot(last.Change, last.Change);
        }

        for (var pair = history.First; pair is not null; pair = pair.Next)
        {
            direction += (factors.Pop() - (Dot(pair.Value.Change, direction) / pair.Value.Curvature)) * pair.Value.Step;
        }

        return direction;
    }

    /// <summary>Halves the step until the loss falls enough (Armijo); nothing when it no longer falls, which is the end.</summary>
    private (Tensor? Point, double Loss, Tensor? Gradient) Search(
        Tensor point, double loss, Tensor direction, double slope, double decay, bool first)
    {
        var length = first ? Math.Min(1, 1 / Math.Sqrt(Math.Max(1e-12, -slope))) : 1.0;
        for (var attempt = 0; attempt < 12 && slope < 0; attempt++, length /= 2)
        {
            var next = point + (length * direction);
            var (nextLoss, gradient) = Evaluate(next, decay);
            if (nextLoss <= loss + (1e-4 * length * slope))
            {
                return (next, nextLoss, gradient);
            }
        }

        return (null, loss, null);
    }

    private (double Loss, Tensor Gradient) Evaluate(Tensor point, double decay)
    {
        using var scope = NewDisposeScope();
        var dimensions = (int)_mean.shape[0];
        var (weights, bias) = (point[..dimensions], point[dimensions]);
        var loss = decay / 2 * Dot(weights, weights);
        var gradient = zeros_like(point);
        gradient[..dimensions].add_(weights, decay);
        foreach (var (features, targets, rowWeights) in _pieces)
        {
            using var inner = NewDisposeScope();
            var logarithms = nn.functional.log_softmax(features.matmul(weights) + bias, 1);
            loss -= (logarithms * targets * rowWeights).sum(ScalarType.Float64).item<double>();
            var error = (logarithms.exp() - targets) * rowWeights;
            gradient[..dimensions].add_(features.t().matmul(error));
            gradient[dimensions].add_(error.sum(dim: 0));
        }

        return (loss, gradient.MoveToOuterDisposeScope());
    }
}
