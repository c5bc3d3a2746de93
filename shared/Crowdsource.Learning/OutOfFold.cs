namespace Crowdsource.Learning;

/// <summary>Answers for photos that a head had not learned from, gathered over the folds of one drawing.</summary>
internal sealed class OutOfFold(int labelCount, int? noneOfThese)
{
    private readonly List<float> _photoLogits = [], _variantLogits = [], _askedLogits = [];
    private readonly List<int> _photoTruth = [], _variantTruth = [], _askedTruth = [], _asked = [], _judged = [], _judgedVariants = [];
    private double? _temperature;

    public int Photos => _photoTruth.Count;

    public int Right => Learning.Temperature.CountRight(Span(_photoLogits), Span(_photoTruth), labelCount);

    /// <summary>Fitted on the photos themselves: that is what phones see.</summary>
    public double Temperature => _temperature ??= Learning.Temperature.Fit(Span(_photoLogits), Span(_photoTruth), labelCount);

    /// <summary>See <see cref="Abstention"/>.</summary>
    public float AbstainBelow => Abstention.Threshold(Span(_photoLogits), Span(_photoTruth), labelCount, Temperature, noneOfThese);

    /// <summary>Among all photos that were asked about, judges or not.</summary>
    public Suspect[] Suspects => ConfidentLearning.Suspects(Span(_asked), Span(_askedLogits), Span(_askedTruth), labelCount, Temperature);

    /// <summary>
    /// What settings are compared by: of each judged photo the cross-entropy, and that of its variants in the mean, each at the temperature that is
    /// best for all of them.
    /// </summary>
    public Dictionary<int, double> Losses
    {
        get
        {
            var losses = new Dictionary<int, double>();
            Add(_judged, _photoLogits, _photoTruth, share: 1);
            Add(_judgedVariants, _variantLogits, _variantTruth, share: (double)_judged.Count / Math.Max(1, _judgedVariants.Count));
            return losses;

            void Add(List<int> photos, List<float> logits, List<int> truth, double share)
            {
                var temperature = Learning.Temperature.Fit(Span(logits), Span(truth), labelCount);
                for (var i = 0; i < photos.Count; i++)
                {
                    var row = Span(logits).Slice(i * labelCount, labelCount);
                    losses[photos[i]] = losses.GetValueOrDefault(photos[i])
                        + (share * Learning.Temperature.CrossEntropy(row, Span(truth).Slice(i, 1), labelCount, temperature));
                }
            }
        }
    }

    /// <summary>A head with the temperature that these answers ask for.</summary>
    /// <param name="head">Weights and bias before the temperature.</param>
    /// <param name="settings">Of both.</param>
    /// <param name="trials">What was tried to choose them.</param>
    /// <param name="grouped">Whether folds kept groups whole.</param>
    /// <param name="heldOut">What was asked.</param>
    public TrainedHead Judge(LinearWeights head, HeadSettings settings, IReadOnlyList<SettingTrial> trials, bool grouped, HeldOutHeads heldOut)
    {
        var temperature = Temperature;
        return new TrainedHead(
            Learning.Temperature.Scale(head.Weights, temperature), Learning.Temperature.Scale(head.Bias, temperature), temperature, settings,
            trials, Right, Photos, grouped, heldOut, AbstainBelow, Suspects);
    }

    /// <param name="photos">Which photos.</param>
    /// <param name="logits">Photos × labels, row-major.</param>
    /// <param name="truth">The label of each photo.</param>
    /// <param name="judges">Whether each photo has a say in the settings, the temperature and the threshold.</param>
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
                (isPhoto ? _photoLogits : _variantLogits).AddRange(row);
                (isPhoto ? _photoTruth : _variantTruth).Add(truth[i]);
                (isPhoto ? _judged : _judgedVariants).Add(photos[i]);
            }
        }
    }

    private static ReadOnlySpan<T> Span<T>(List<T> values) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values);
}
