namespace Crowdsource.Formats.Palettes;

/// <summary>
/// Numbers as indices into the 256 values that replace them with the least squared error: k-means in one dimension, where the best
/// clusters are intervals and are found exactly, without a seed (dynamic programming over a histogram, after Wang and Song 2011,
/// "Ckmeans.1d.dp", The R Journal 3/2).
/// </summary>
/// <param name="Values">256 ascending values, each a half-precision number: what runs on a GPU in half precision is then what was judged here.</param>
/// <param name="Indices">One per number.</param>
public sealed record Palette(float[] Values, byte[] Indices)
{
    /// <summary>The number of values.</summary>
    public const int Size = 256;

    // Sixteen bins per value; numbers in one bin are not told apart when the clusters are chosen, only when each gets its nearest value.
    private const int Bins = 4096;

    /// <summary>The palette of numbers from −1 to 1. The same numbers give the same palette; up to 256 distinct ones, 1/2048 apart, are kept.</summary>
    /// <param name="numbers">Numbers beyond the range get its ends' values.</param>
    public static Palette Of(ReadOnlySpan<float> numbers)
    {
        var clusters = IntervalClusters.Of(Histogram(numbers), Size);
        var values = new float[Size];
        for (var i = 0; i < Size; i++)
        {
            values[i] = clusters.Length == 0 ? 0 : (float)(Half)clusters[Math.Min(i, clusters.Length - 1)].Mean;
        }

        var indices = new byte[numbers.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = Nearest(values, numbers[i]);
        }

        return new Palette(values, indices);
    }

    private static List<WeightedBin> Histogram(ReadOnlySpan<float> numbers)
    {
        var bins = new WeightedBin[Bins];
        foreach (var number in numbers)
        {
            var bin = (int)Math.Clamp((number + 1) * (Bins / 2), 0, Bins - 1);
            bins[bin] = bins[bin].With(number);
        }

        return [.. bins.Where(bin => bin.Count > 0)];
    }

    private static byte Nearest(float[] values, float number)
    {
        var above = Array.BinarySearch(values, number);
        if (above < 0)
        {
            above = Math.Min(~above, Size - 1);
            above -= above > 0 && number - values[above - 1] <= values[above] - number ? 1 : 0;
        }

        return (byte)above;
    }
}
