using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>
/// Multinomial logistic regressions on the same rows, learned in the same steps: one from everything, and one from all but one fold, for each fold.
/// They are kept for features as they are; that the problem is a whitened one is in the gradient, which the whitening is applied to twice: the
/// penalty and the steps are those of <see cref="LogisticProblem"/>.
/// </summary>
internal sealed class StreamedLogistic : IDisposable
{
    /// <summary>So many that multiplying the gradient by the whitening costs little beside.</summary>
    public const int RowsPerStep = 4096;

    private const double Momentum = 0.9;

    private readonly PhotoTargets _targets;
    private readonly HeadOptions _options;
    private readonly HeadSettings _settings;
    private readonly int _dimensions, _heads;
    private readonly float[][] _rowWeights;   // per head and photo, 1 on average
    private readonly Half[] _rows;
    private readonly Tensor _mean;            // dimensions
    private readonly Tensor _square;          // dimensions × dimensions: the whitening times its transpose
    private readonly Tensor _weights;         // dimensions × heads · labels
    private readonly Tensor _bias;            // heads · labels, of centred features
    private readonly Tensor _weightsVelocity;
    private readonly Tensor _biasVelocity;
    private double _rate = 1;

    /// <param name="start">Solved on a sample.</param>
    /// <param name="targets">Of all photos.</param>
    /// <param name="folds">The fold of each photo.</param>
    /// <param name="options">How.</param>
    public StreamedLogistic(SolvedHead start, PhotoTargets targets, int[] folds, HeadOptions options)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        (_targets, _options, _settings) = (targets, options, start.Head.Settings);
        _heads = 1 + options.Folds;
        _mean = start.Space.Mean.clone().DetachFromDisposeScope();
        _square = start.Space.Whitening.matmul(start.Space.Whitening.t()).DetachFromDisposeScope();
        _dimensions = (int)_mean.shape[0];
        _rows = new Half[RowsPerStep * _dimensions];
        var counts = RowWeights(targets, start.Head.Settings.LabelBalance);
        _rowWeights = [.. Enumerable.Range(-1, _heads).Select(fold => Normalise(counts, photo => folds[photo] != fold))];
        var starts = start.OfFolds.Prepend(start.Everything)
            .Select(head => head ?? new LinearWeights(new float[targets.LabelCount * _dimensions], new float[targets.LabelCount])).ToArray();
        _weights = cat([.. starts.Select(head => tensor(head.Weights, [targets.LabelCount, _dimensions]).t())], 1).contiguous().DetachFromDisposeScope();
        _bias = (cat([.. starts.Select(head => tensor(head.Bias))]) + _mean.matmul(_weights)).DetachFromDisposeScope();
        _weightsVelocity = zeros_like(_weights).DetachFromDisposeScope();
        _biasVelocity = zeros_like(_bias).DetachFromDisposeScope();
    }

    /// <summary>Finds the longest step that is safe: one by the largest curvature of the loss, estimated on a sample.</summary>
    public void Measure(FeatureTable sample, int[] photos)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var random = new SplitMix((ulong)_options.Seed ^ 0xc0f);
        int[] some = [.. random.Shuffle([.. Enumerable.Range(0, photos.Length)]).Take(RowsPerStep / 2)];
        var rows = new ShardRow[some.Length];
        var weights = new float[some.Length];
        for (var i = 0; i < some.Length; i++)
        {
            rows[i] = new ShardRow(0, some[i], _options.UseVariants ? random.Next(sample.Variants) : 0);
            weights[i] = _rowWeights[0][photos[some[i]]];
        }

        var centred = Load([sample], rows) - _mean;
        var covariance = (centred * tensor(weights).unsqueeze(1)).t().matmul(centred) / some.Length;
        var direction = tensor(random.Normal(_dimensions, 1));
        var largest = 0.0;
        for (var i = 0; i < 30; i++)
        {
            direction /= direction.norm();
            direction = _square.matmul(covariance.matmul(direction));
            largest = direction.norm().item<float>();
        }

        // The curvature of a softmax is at most a half (Böhning 1992); the bias adds a column of ones.
        _rate = 1 / ((0.5 * (largest + 1)) + _settings.WeightDecay);
    }

    /// <summary>One step on some rows; gives the loss of the head that learns from everything.</summary>
    /// <param name="shards">What is in memory.</param>
    /// <param name="rows">Rows of it, at most <see cref="RowsPerStep"/>.</param>
    /// <param name="share">Of the longest safe step.</param>
    public double Step(IReadOnlyList<FeatureShard> shards, ShardRow[] rows, double share)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var labelCount = _targets.LabelCount;
        var x = Load([.. shards.Select(shard => shard.Features)], rows);
        var photos = Array.ConvertAll(rows, row => shards[row.Shard].Photos[row.Photo]);
        var weights = new float[rows.Length * _heads];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var head = 0; head < _heads; head++)
            {
                weights[(i * _heads) + head] = _rowWeights[head][photos[i]] / rows.Length;
            }
        }

        var hard = nn.functional.one_hot(tensor(Array.ConvertAll(photos, photo => (long)_targets.Labels[photo])), labelCount).to(ScalarType.Float32);
        var targets = ((hard * (1 - _settings.LabelSmoothing)) + (_settings.LabelSmoothing / labelCount)).unsqueeze(1);
        var rowWeights = tensor(weights, [rows.Length, _heads, 1]);
        var logarithms = nn.functional.log_softmax(Logits(x, _weights, _bias).reshape(rows.Length, _heads, labelCount), 2);
        var loss = -(logarithms * targets * rowWeights).sum(dim: 0)[0].sum().item<float>();
        var error = ((logarithms.exp() - targets) * rowWeights).reshape(rows.Length, _heads * labelCount);
        var sums = error.sum(dim: 0);
        var slope = _square.matmul(x.t().matmul(error) - _mean.unsqueeze(1).matmul(sums.unsqueeze(0))) + (_settings.WeightDecay * _weights);
        Move(_weights, _weightsVelocity, slope, share * _rate);
        Move(_bias, _biasVelocity, sums, share * _rate);
        return loss;
    }

    /// <summary>The logits of one head for photos of a table, photos × labels.</summary>
    public float[] Ask(int head, FeatureTable features, int[] photos, int variant)
    {
        using var still = no_grad();
        var labelCount = _targets.LabelCount;
        var answers = new float[photos.Length * labelCount];
        var done = 0;
        foreach (var piece in photos.Chunk(RowsPerStep))
        {
            using var scope = NewDisposeScope();
            var x = Load([features], Array.ConvertAll(piece, photo => new ShardRow(0, photo, variant)));
            var (from, to) = (head * labelCount, (head + 1) * labelCount);
            Logits(x, _weights[.., from..to], _bias[from..to]).data<float>().ToArray().CopyTo(answers, done * labelCount);
            done += piece.Length;
        }

        return answers;
    }

    /// <summary>For features as they are, without centring.</summary>
    public LinearWeights Head(int head)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (from, to) = (head * _targets.LabelCount, (head + 1) * _targets.LabelCount);
        var weights = _weights[.., from..to].t().contiguous();
        return new LinearWeights(weights.data<float>().ToArray(), (_bias[from..to] - weights.matmul(_mean)).data<float>().ToArray());
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_mean, _square, _weights, _bias, _weightsVelocity, _biasVelocity])
        {
            tensor.Dispose();
        }
    }

    /// <summary>A label with n photos counts n^(1 − balance).</summary>
    private static double[] RowWeights(PhotoTargets targets, double balance)
    {
        var counts = new double[targets.LabelCount];
        for (var photo = 0; photo < targets.Labels.Length; photo++)
        {
            counts[targets.Labels[photo]] += targets.Weights?[photo] ?? 1;
        }

        return [.. targets.Labels.Select((label, photo) => (targets.Weights?[photo] ?? 1) / Math.Pow(counts[label], balance))];
    }

    private static float[] Normalise(double[] weights, Func<int, bool> taken)
    {
        var sum = weights.Where((_, photo) => taken(photo)).Sum();
        return [.. weights.Select((weight, photo) => taken(photo) ? (float)(weight * weights.Length / sum) : 0f)];
    }

    private static void Move(Tensor point, Tensor velocity, Tensor slope, double rate)
    {
        velocity.mul_(Momentum).add_(slope);
        point.sub_(rate * (slope + (Momentum * velocity)));
    }

    private Tensor Logits(Tensor x, Tensor weights, Tensor bias) => x.matmul(weights) + (bias - _mean.matmul(weights));

    /// <summary>Float32, rows × dimensions.</summary>
    private Tensor Load(IReadOnlyList<FeatureTable> tables, ShardRow[] rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            tables[rows[i].Shard].Row(rows[i].Photo, rows[i].Variant).CopyTo(_rows.AsSpan(i * _dimensions, _dimensions));
        }

        return tensor(_rows, [RowsPerStep, _dimensions])[..rows.Length].to(ScalarType.Float32);
    }
}
