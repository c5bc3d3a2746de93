namespace Crowdsource.Domain.Evaluation;

/// <summary>What a model's answers on a set of photos come to.</summary>
/// <param name="Photos">Photos answered.</param>
/// <param name="Right">Answers equal to the photo's label.</param>
/// <param name="Labels">One entry per label, in label order.</param>
/// <param name="Confusion">
/// Counts, [true label][given label]. An answer of none of the labels stands in no column, so a row may sum to less than its photos.
/// </param>
public sealed record Metrics(
    int Photos,
    int Right,
    IReadOnlyList<LabelScore> Labels,
    int[][] Confusion)
{
    /// <summary>An answer of none of the labels.</summary>
    public const int None = -1;

    /// <summary>Share of right answers, in [0, 1]; 0 without photos.</summary>
    public double Top1 => Photos == 0 ? 0 : (double)Right / Photos;

    public Interval Top1Interval => Interval.Wilson(Right, Photos);

    /// <summary>Mean recall of the labels that have photos: each label weighs the same; 0 without photos.</summary>
    public double MacroRecall => Labels.Select(label => label.Recall).Average() ?? 0;

    /// <param name="labelCount">Number of labels; indices run from 0.</param>
    /// <param name="truth">The label of each photo.</param>
    /// <param name="answers">The label given to each photo, or <see cref="None"/>.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or an index is out of range.</exception>
    public static Metrics Of(int labelCount, ReadOnlySpan<int> truth, ReadOnlySpan<int> answers)
    {
        if (truth.Length != answers.Length)
        {
            throw new ArgumentException("Every photo needs one answer.", nameof(answers));
        }

        var confusion = new int[labelCount][];
        for (var label = 0; label < labelCount; label++)
        {
            confusion[label] = new int[labelCount];
        }

        var photos = new int[labelCount];
        for (var i = 0; i < truth.Length; i++)
        {
            if ((uint)truth[i] >= (uint)labelCount || answers[i] < None || answers[i] >= labelCount)
            {
                throw new ArgumentException($"Photo {i}: label {truth[i]} or answer {answers[i]} is not among {labelCount} labels.", nameof(truth));
            }

            photos[truth[i]]++;
            if (answers[i] != None)
            {
                confusion[truth[i]][answers[i]]++;
            }
        }

        var labels = new LabelScore[labelCount];
        for (var label = 0; label < labelCount; label++)
        {
            labels[label] = new LabelScore(label, confusion[label][label], photos[label]);
        }

        return new Metrics(truth.Length, labels.Sum(label => label.Right), labels, confusion);
    }
}
