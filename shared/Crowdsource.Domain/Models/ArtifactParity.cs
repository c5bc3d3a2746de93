using Crowdsource.Domain.Evaluation;
using Orleans;

namespace Crowdsource.Domain.Models;

/// <summary>How an artifact answers beside 32-bit weights, on photos and variants that calibrated nothing.</summary>
/// <param name="Photos">Photos and variants of them that both answered.</param>
/// <param name="Agreement">Share with the same likeliest label, 0 to 1.</param>
/// <param name="AccuracyLost">Share of right answers of the reference minus that of the artifact, −1 to 1.</param>
/// <param name="AccuracyLostAtMost">One-sided 95 % upper bound of <paramref name="AccuracyLost"/>, paired.</param>
[GenerateSerializer, Immutable, Alias("artifact-parity")]
public sealed record ArtifactParity(int Photos, double Agreement, double AccuracyLost, double AccuracyLostAtMost)
{
    /// <param name="truth">The right answer of each.</param>
    /// <param name="artifact">What the artifact answers.</param>
    /// <param name="reference">What 32-bit weights answer.</param>
    public static ArtifactParity Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> artifact, ReadOnlySpan<int> reference)
    {
        var compared = PairedComparison.Of(truth, artifact, reference);
        var agreed = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            agreed += artifact[i] == reference[i] ? 1 : 0;
        }

        return new ArtifactParity(truth.Length, truth.Length == 0 ? 0 : (double)agreed / truth.Length, 0 - compared.Difference, 0 - compared.LowerBound);
    }
}
