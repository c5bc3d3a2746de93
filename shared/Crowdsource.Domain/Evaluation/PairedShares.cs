namespace Crowdsource.Domain.Evaluation;

/// <summary>
/// A candidate against a champion on the same photos, each photo by the share of its views that a model answers rightly, in [0, 1]. Views of one photo are
/// no independent evidence, so photos are what is counted; with one view each this is the comparison of paired proportions.
/// </summary>
/// <param name="Photos">Photos compared.</param>
/// <param name="Candidate">Mean share of the candidate.</param>
/// <param name="Champion">Mean share of the champion.</param>
/// <param name="LowerBound">
/// One-sided 95 % lower bound of <see cref="Difference"/>: Wald's interval on the mean of the photos' differences, d − z·s/√n, which for one view is eq. 12 of
/// Fagerland, Lydersen, Laake 2014. Where no photo differs it is 0.
/// </param>
public sealed record PairedShares(int Photos, double Candidate, double Champion, double LowerBound)
{
    private const double Z95OneSided = 1.6448536269514722;

    /// <summary>Candidate minus champion, in [-1, 1].</summary>
    public double Difference => Candidate - Champion;

    public static PairedShares Of(IReadOnlyList<ViewShares> photos)
    {
        if (photos.Count == 0)
        {
            return new PairedShares(0, 0, 0, 0);
        }

        var (candidate, champion) = (photos.Average(photo => photo.Candidate), photos.Average(photo => photo.Champion));
        var mean = candidate - champion;
        var variance = photos.Average(photo => Math.Pow(photo.Candidate - photo.Champion - mean, 2));
        return new PairedShares(photos.Count, candidate, champion, mean - (Z95OneSided * Math.Sqrt(variance / photos.Count)));
    }
}
