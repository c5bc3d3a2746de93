namespace Crowdsource.Learning;

/// <summary>Answers for photos that a head had not learned from, gathered over the folds for one weight decay.</summary>
internal sealed class OutOfFold(int labelCount, int? noneOfThese)
{
    private readonly List<float> _photoLogits = [], _variantLogits = [], _askedLogits = [];
    private readonly List<int> _photoTruth = [], _variantTruth = [], _askedTruth = [], _asked = [];
    private readonly Dictionary<int, (int Right, int Asked)> _answers = [];

    private double? _temperature;

    public int Photos => _photoTruth.Count;

    public int Right => Learning.Temperature.CountRight(Span(_photoLogits), Span(_photoTruth), labelCount);

    /// <summary>Fitted on the photos themselves: that is what phones see.</summary>
    public double Temperature => _temperature ??= Learning.Temperature.Fit(Span(_photoLogits), Span(_photoTruth), labelCount);

    /// <summary>See <see cref="Abstention"/>.</summary>
    public float AbstainBelow => Abstention.Threshold(Span(_photoLogits), Span(_photoTruth), labelCount, Temperature, noneOfThese);

    /// <summary>Among all photos that were asked about, judges or not.</summary>
    public Suspect[] Suspects => ConfidentLearning.Suspects(Span(_asked), Span(_askedLogits), Span(_askedTruth), labelCount, Temperature);

    /// <summary>What decays are compared by: of photos and of variants, each at its best temperature, in equal parts. 0 without any.</summary>
    public double CrossEntropy => BestCrossEntropy(_photoLogits, _photoTruth) + BestCrossEntropy(_variantLogits, _variantTruth);

    /// <summary>Per photo, which share of its variants (itself among them) was recognised; null where it was not asked about.</summary>
    public double?[] Recognised(int photos)
    {
        var shares = new double?[photos];
        foreach (var (photo, (right, asked)) in _answers)
        {
            shares[photo] = (double)right / asked;
        }

        return shares;
    }

    /// <summary>A head with the temperature that these answers ask for.</summary>
    /// <param name="head">Weights and bias before the temperature.</param>
    /// <param name="decay">The weight decay of both.</param>
    /// <param name="grouped">Whether folds kept groups whole.</param>
    /// <param name="photos">Photos in all, judged or not.</param>
    public TrainedHead Judge(LinearWeights head, double decay, bool grouped, int photos)
    {
        var temperature = Temperature;
        return new TrainedHead(
            Learning.Temperature.Scale(head.Weights, temperature), Learning.Temperature.Scale(head.Bias, temperature), temperature, decay,
            Right, Photos, grouped, Recognised(photos), AbstainBelow, Suspects);
    }

    /// <param name="photos">Which photos.</param>
    /// <param name="logits">Photos × labels, row-major.</param>
    /// <param name="truth">The label of each photo.</param>
    /// <param name="judges">Whether each photo has a say in the decay, the temperature and the threshold.</param>
    /// <param name="isPhoto">Whether these are the photos themselves, or variants of them.</param>
    public void Add(ReadOnlySpan<int> photos, ReadOnlySpan<float> logits, ReadOnlySpan<int> truth, ReadOnlySpan<bool> judges, bool isPhoto)
    {
        _temperature = null;
        for (var i = 0; i < photos.Length; i++)
        {
            var row = logits.Slice(i * labelCount, labelCount);
            if (isPhoto)
            {
                _asked.Add(photos[i]);
                _askedLogits.AddRange(row);
                _askedTruth.Add(truth[i]);
            }

            if (judges[i])
            {
                var (right, asked) = _answers.GetValueOrDefault(photos[i]);
                right += Learning.Temperature.CountRight(row, truth.Slice(i, 1), labelCount);
                _answers[photos[i]] = (right, asked + 1);
                (isPhoto ? _photoLogits : _variantLogits).AddRange(row);
                (isPhoto ? _photoTruth : _variantTruth).Add(truth[i]);
            }
        }
    }

    private static ReadOnlySpan<T> Span<T>(List<T> values) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values);

    private double BestCrossEntropy(List<float> logits, List<int> truth) => Learning.Temperature.CrossEntropy(
        Span(logits), Span(truth), labelCount, Learning.Temperature.Fit(Span(logits), Span(truth), labelCount));
}
