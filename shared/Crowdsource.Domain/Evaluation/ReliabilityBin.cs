using System.Collections.Immutable;

namespace Crowdsource.Domain.Evaluation;

/// <summary>Answers of like confidence: of well calibrated ones, so many are right as they say.</summary>
/// <param name="From">Lowest confidence, included, 0 to 1.</param>
/// <param name="To">Highest confidence, included in the last bin only.</param>
/// <param name="Photos">Answers in the bin.</param>
/// <param name="Confidence">Their mean confidence; 0 without any.</param>
/// <param name="Right">How many of them are right.</param>
public sealed record ReliabilityBin(double From, double To, int Photos, double Confidence, int Right)
{
    public const int Bins = 10;

    /// <summary>Bins of equal width.</summary>
    public static ImmutableArray<ReliabilityBin> Of(IReadOnlyCollection<(double Confidence, bool Right)> answers)
    {
        var binned = answers.ToLookup(answer => Math.Clamp((int)(answer.Confidence * Bins), 0, Bins - 1));
        return
        [
            .. Enumerable.Range(0, Bins).Select(bin => new ReliabilityBin(
                (double)bin / Bins,
                (double)(bin + 1) / Bins,
                binned[bin].Count(),
                binned[bin].Select(answer => answer.Confidence).DefaultIfEmpty().Average(),
                binned[bin].Count(answer => answer.Right))),
        ];
    }

    /// <summary>
    /// Expected calibration error (Guo et al. 2017, eq. 3): the mean distance of confidence and share of right answers, weighed by photos;
    /// null without any.
    /// </summary>
    public static double? Error(IReadOnlyCollection<ReliabilityBin> bins)
    {
        var photos = bins.Sum(bin => bin.Photos);
        return photos == 0 ? null : bins.Sum(bin => Math.Abs((bin.Photos * bin.Confidence) - bin.Right)) / photos;
    }
}
