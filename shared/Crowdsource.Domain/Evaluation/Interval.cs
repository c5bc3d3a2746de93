namespace Crowdsource.Domain.Evaluation;

/// <summary>A closed interval of shares, each within [0, 1].</summary>
public sealed record Interval(double Low, double High)
{
    private const double Z95 = 1.959963984540054;

    /// <summary>
    /// The Wilson score interval at 95 % for <paramref name="right"/> of <paramref name="total"/>
    /// (Wilson 1927; it stays inside [0, 1] and keeps its level for few photos). Nothing counted says nothing: [0, 1].
    /// </summary>
    public static Interval Wilson(int right, int total)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(right, total);
        if (total == 0)
        {
            return new Interval(0, 1);
        }

        var share = (double)right / total;
        var shrink = 1 + (Z95 * Z95 / total);
        var centre = (share + (Z95 * Z95 / (2 * total))) / shrink;
        var half = Z95 * Math.Sqrt((share * (1 - share) / total) + (Z95 * Z95 / (4.0 * total * total))) / shrink;
        return new Interval(Math.Max(0, Math.Min(share, centre - half)), Math.Min(1, Math.Max(share, centre + half)));
    }
}
