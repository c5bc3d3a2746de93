namespace Crowdsource.Learning;

/// <summary>
/// Temperature scaling (Guo et al. 2017): one number that logits are divided by, so that probabilities mean what they say.
/// It changes no answer and disappears into the head's weights.
/// </summary>
public static class Temperature
{
    private const double Lowest = 0.2, Highest = 20;

    /// <summary>The temperature of least cross-entropy on photos that were not learned from; 1 without any.</summary>
    /// <param name="logits">Photos × labels, row-major.</param>
    /// <param name="truth">The label of each photo.</param>
    /// <param name="labelCount">Number of labels.</param>
    public static double Fit(ReadOnlySpan<float> logits, ReadOnlySpan<int> truth, int labelCount)
    {
        if (truth.Length == 0)
        {
            return 1;
        }

        // Golden section over the logarithm: the cross-entropy is convex in 1 / T, hence has one valley.
        var (low, high) = (Math.Log(Lowest), Math.Log(Highest));
        var ratio = (Math.Sqrt(5) - 1) / 2;
        for (var i = 0; i < 40; i++)
        {
            var (left, right) = (high - (ratio * (high - low)), low + (ratio * (high - low)));
            if (CrossEntropy(logits, truth, labelCount, Math.Exp(left)) < CrossEntropy(logits, truth, labelCount, Math.Exp(right)))
            {
                high = right;
            }
            else
            {
                low = left;
            }
        }

        return Math.Exp((low + high) / 2);
    }

    /// <summary>Mean negative log-likelihood in nats.</summary>
    public static double CrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<int> truth, int labelCount, double temperature)
    {
        var sum = 0.0;
        for (var photo = 0; photo < truth.Length; photo++)
        {
            var row = logits.Slice(photo * labelCount, labelCount);
            var highest = double.NegativeInfinity;
            foreach (var logit in row)
            {
                highest = Math.Max(highest, logit);
            }

            var total = 0.0;
            foreach (var logit in row)
            {
                total += Math.Exp((logit - highest) / temperature);
            }

            sum += Math.Log(total) - ((row[truth[photo]] - highest) / temperature);
        }

        return sum / Math.Max(1, truth.Length);
    }

    /// <summary>Probabilities of the labels, which sum to 1.</summary>
    internal static float[] Softmax(ReadOnlySpan<float> logits, double temperature)
    {
        var probabilities = new float[logits.Length];
        var highest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            highest = Math.Max(highest, logit);
        }

        var total = 0.0;
        for (var label = 0; label < logits.Length; label++)
        {
            probabilities[label] = (float)Math.Exp((logits[label] - highest) / temperature);
            total += probabilities[label];
        }

        return Array.ConvertAll(probabilities, probability => (float)(probability / total));
    }

    internal static float[] Scale(float[] values, double temperature) => Array.ConvertAll(values, value => (float)(value / temperature));

    internal static int CountRight(ReadOnlySpan<float> logits, ReadOnlySpan<int> truth, int labelCount)
    {
        var right = 0;
        for (var photo = 0; photo < truth.Length; photo++)
        {
            var row = logits.Slice(photo * labelCount, labelCount);
            var best = 0;
            for (var label = 1; label < labelCount; label++)
            {
                best = row[label] > row[best] ? label : best;
            }

            right += best == truth[photo] ? 1 : 0;
        }

        return right;
    }
}
