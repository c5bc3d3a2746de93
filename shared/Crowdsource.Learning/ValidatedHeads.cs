using TorchSharp;

namespace Crowdsource.Learning;

/// <summary>The heads of all folds and drawings for some settings, and what they answered.</summary>
/// <param name="Settings">Which.</param>
/// <param name="Solutions">Per fold and drawing, where the next fit may start.</param>
/// <param name="Answers">Per drawing.</param>
internal sealed record ValidatedHeads(HeadSettings Settings, torch.Tensor[] Solutions, OutOfFold[] Answers)
{
    /// <summary>Of each judged photo, the mean over the drawings.</summary>
    public IReadOnlyDictionary<int, double> Losses { get; init; } = Answers
        .SelectMany(answers => answers.Losses)
        .GroupBy(loss => loss.Key, loss => loss.Value)
        .ToDictionary(losses => losses.Key, losses => losses.Average());

    public double LogLoss => Losses.Count == 0 ? 0 : Losses.Values.Average();

    public double Top1 => Answers.Average(answers => (double)answers.Right / Math.Max(1, answers.Photos));

    /// <summary>
    /// What of the loss these heads save against others, and its standard error: that of a mean of paired differences of which those of a
    /// group are not independent (Liang, Zeger 1986).
    /// </summary>
    public (double Gain, double Error) GainOver(ValidatedHeads others, int[] groups)
    {
        var differences = others.Losses.Select(loss => (Group: groups[loss.Key], Difference: loss.Value - Losses[loss.Key])).ToArray();
        if (differences.Length == 0)
        {
            return (0, 0);
        }

        var mean = differences.Average(pair => pair.Difference);
        double[] sums = [.. differences.GroupBy(pair => pair.Group).Select(group => group.Sum(pair => pair.Difference - mean))];
        return (mean, Math.Sqrt(sums.Sum(sum => sum * sum) * sums.Length / Math.Max(1, sums.Length - 1)) / differences.Length);
    }
}
