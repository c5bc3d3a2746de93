namespace Crowdsource.Learning;

/// <summary>When no answer is better than a doubtful one.</summary>
public static class Abstention
{
    /// <summary>The share of shown answers that is to be right. An aim within the campaign's own contributors: with photos from elsewhere, less is.</summary>
    public const double ShownPrecision = 0.95;

    /// <summary>
    /// The lowest probability from which answers are shown so that at least <paramref name="precision"/> of the shown ones are right, in [0, 1]:
    /// 0 when all may be shown, 1 when no threshold reaches it, 0 without photos.
    /// </summary>
    /// <param name="logits">Photos × labels, row-major, of photos that were not learned from.</param>
    /// <param name="truth">The label of each photo.</param>
    /// <param name="labelCount">Number of labels.</param>
    /// <param name="temperature">What the logits are divided by.</param>
    /// <param name="noneOfThese">The label, if any, that is never shown where it is answered.</param>
    /// <param name="precision">In [0, 1].</param>
    public static float Threshold(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> truth, int labelCount, double temperature, int? noneOfThese = null,
        double precision = ShownPrecision)
    {
        var answers = new List<(float Confidence, bool Right)>(truth.Length);
        for (var photo = 0; photo < truth.Length; photo++)
        {
            var probabilities = Temperature.Softmax(logits.Slice(photo * labelCount, labelCount), temperature);
            var answer = Array.IndexOf(probabilities, probabilities.Max());
            if (answer != noneOfThese)
            {
                answers.Add((probabilities[answer], answer == truth[photo]));
            }
        }

        answers.Sort((one, other) => other.Confidence.CompareTo(one.Confidence));
        var (right, threshold) = (0, answers.Count == 0 ? 0f : 1f);
        for (var shown = 1; shown <= answers.Count; shown++)
        {
            right += answers[shown - 1].Right ? 1 : 0;
            var next = shown == answers.Count ? 0 : answers[shown].Confidence;
            // Equal confidences are shown together or not at all.
            if (right >= precision * shown && (next < answers[shown - 1].Confidence || shown == answers.Count))
            {
                threshold = shown == answers.Count ? 0 : (answers[shown - 1].Confidence + next) / 2;
            }
        }

        return threshold;
    }
}
