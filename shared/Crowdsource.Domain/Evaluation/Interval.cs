namespace Crowdsource.Domain.Evaluation;

/// <summary>A closed interval of shares, each within [0, 1].</summary>
public sealed record Interval(double Low, double High)
{
    private const double Z95 = 1.959963984540054;

    /// <summary>
    /// The Wilson score interval at 95 % for <paramref name="right"/> of <paramref name="total"/>
    /// (Wilson 1927; it stays inside [0, 1] and keeps its level for few photos). Nothing counted says nothing: [0, 1].
    /// </summary>
    public static Interval Wilson(int right, int total) => Wilson(right, total, Z95);

    /// <summary>As <see cref="Wilson(int, int)"/>, at the level of another normal quantile.</summary>
    internal static Interval Wilson(int right, int total, double z)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(right, total);
        if (total == 0)
        {
            return new Interval(0, 1);
        }

        var share = (double)right / total;
        var shrink = 1 + (z * z / total);
        var centre = (share + (z * z / (2 * total))) / shrink;
        var half = z * Math.Sqrt((share * (1 - share) / total) + (z * z / (4.0 * total * total))) / shrink;
        return new Interval(Math.Max(0, Math.Min(share, centre - half)), Math.Min(1, Math.Max(share, centre + half)));
    }
}
