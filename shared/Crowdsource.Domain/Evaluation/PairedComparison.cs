namespace Crowdsource.Domain.Evaluation;

/// <summary>A candidate against a champion on the same photos, reduced to the photos on which they differ.</summary>
/// <param name="Photos">Photos compared.</param>
/// <param name="CandidateRight">Photos that the candidate answers rightly.</param>
/// <param name="Gained">Champion wrong, candidate right.</param>
/// <param name="Lost">Champion right, candidate wrong: negative flips.</param>
public sealed record PairedComparison(int Photos, int CandidateRight, int Gained, int Lost)
{
    private const double Z95OneSided = 1.6448536269514722;

    public int ChampionRight => CandidateRight - Gained + Lost;

    /// <summary>Candidate's top-1 minus champion's, in [-1, 1].</summary>
    public double Difference => Share(Gained - Lost);

    /// <summary>Share of all photos that the champion had right and the candidate has wrong, in [0, 1].</summary>
    public double NegativeFlips => Share(Lost);

    /// <summary>One-sided 95 % lower bound of <see cref="NegativeFlips"/>, by Wilson's score.</summary>
    public double NegativeFlipsAtLeast => Interval.Wilson(Lost, Photos, Z95OneSided).Low;

    /// <summary>
    /// One-sided 95 % lower bound of <see cref="Difference"/>: Wald's interval for paired shares on discordant pairs
    /// (Fagerland, Lydersen, Laake 2014, "Recommended tests and confidence intervals for paired binomial proportions", eq. 12):
    /// d − z·√(g + l − (g − l)²/n)/n. Without discordant pairs it is 0: the two files answer alike.
    /// </summary>
    public double LowerBound => Photos == 0
        ? 0
        : Difference - (Z95OneSided * Math.Sqrt(Math.Max(0, Gained + Lost - ((double)(Gained - Lost) * (Gained - Lost) / Photos))) / Photos);

    /// <summary>
    /// One-sided exact McNemar (sign) test: the probability of at least this many losses among the discordant pairs if gains and losses
    /// were equally likely. 1 without discordant pairs.
    /// </summary>
    public double ProbabilityOfSoManyLosses
    {
        get
        {
            var pairs = Gained + Lost;
            var term = Math.Pow(0.5, pairs);
            var sum = 0.0;
            // P(gains ≤ Gained): terms C(pairs, i)/2^pairs. Beyond 1,000 pairs 2^-pairs underflows; the normal tail serves there.
            if (pairs > 1000)
            {
                return NormalTail((Lost - Gained - 1) / Math.Sqrt(pairs));
            }

            for (var i = 0; i <= Gained; i++)
            {
                sum += term;
                term *= (double)(pairs - i) / (i + 1);
            }

            return Math.Min(1, sum);
        }
    }

    public static PairedComparison Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> candidate, ReadOnlySpan<int> champion)
    {
        if (truth.Length != candidate.Length || truth.Length != champion.Length)
        {
            throw new ArgumentException("Every photo needs one answer of each model.", nameof(truth));
        }

        int right = 0, gained = 0, lost = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            var candidateRight = candidate[i] == truth[i];
            var championRight = champion[i] == truth[i];
            right += candidateRight ? 1 : 0;
            gained += candidateRight && !championRight ? 1 : 0;
            lost += championRight && !candidateRight ? 1 : 0;
        }

        return new PairedComparison(truth.Length, right, gained, lost);
    }

    private double Share(int count) => Photos == 0 ? 0 : (double)count / Photos;

    /// <summary>P(Z ≥ z), by Abramowitz and Stegun 26.2.17 (error below 7.5e-8).</summary>
    private static double NormalTail(double z)
    {
        if (z < 0)
        {
            return 1 - NormalTail(-z);
        }

        var t = 1 / (1 + (0.2316419 * z));
        var polynomial = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * polynomial;
    }
}
