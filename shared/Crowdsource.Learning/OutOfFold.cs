namespace Crowdsource.Learning;

/// <summary>Answers for photos that a head had not learned from, gathered over the folds for one weight decay.</summary>
internal sealed class OutOfFold(int labelCount)
{
    private readonly List<float> _photoLogits = [], _variantLogits = [];
    private readonly List<int> _photoTruth = [], _variantTruth = [];

    public int Photos => _photoTruth.Count;

    public int Right => Learning.Temperature.CountRight(Span(_photoLogits), Span(_photoTruth), labelCount);

    /// <summary>Fitted on the photos themselves: that is what phones see.</summary>
    public double Temperature => Learning.Temperature.Fit(Span(_photoLogits), Span(_photoTruth), labelCount);

    /// <summary>What decays are compared by: of photos and of variants, each at its best temperature, in equal parts. 0 without any.</summary>
    public double CrossEntropy => BestCrossEntropy(_photoLogits, _photoTruth) + BestCrossEntropy(_variantLogits, _variantTruth);

    public void Add(ReadOnlySpan<float> logits, ReadOnlySpan<int> truth, bool isPhoto)
    {
        (isPhoto ? _photoLogits : _variantLogits).AddRange(logits);
        (isPhoto ? _photoTruth : _variantTruth).AddRange(truth);
    }

    private static ReadOnlySpan<T> Span<T>(List<T> values) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values);

    private double BestCrossEntropy(List<float> logits, List<int> truth) => Learning.Temperature.CrossEntropy(
        Span(logits), Span(truth), labelCount, Learning.Temperature.Fit(Span(logits), Span(truth), labelCount));
}
