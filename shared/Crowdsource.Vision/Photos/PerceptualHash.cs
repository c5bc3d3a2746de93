using System.Numerics;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision.Photos;

/// <summary>The 64-bit DCT hash of Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010): luma at 32 × 32,
/// the 8 × 8 lowest frequencies without the constant ones, each against their median.</summary>
public static class PerceptualHash
{
    private const int Side = 32;
    private const int Frequencies = 8;

    private static readonly double[,] s_cosines = Cosines();

    public static ulong Of(RgbImage photo)
    {
        var luma = Luma.Of(TriangleResampler.Resize(photo, Side, Side));
        var coefficients = new double[Frequencies * Frequencies];
        for (var v = 0; v < Frequencies; v++)
        {
            for (var u = 0; u < Frequencies; u++)
            {
                coefficients[(v * Frequencies) + u] = Coefficient(luma, u + 1, v + 1);
            }
        }

        var sorted = coefficients.Order().ToArray();
        var median = (sorted[31] + sorted[32]) / 2;
        var hash = 0UL;
        for (var i = 0; i < coefficients.Length; i++)
        {
            hash |= coefficients[i] > median ? 1UL << i : 0;
        }

        return hash;
    }

    /// <summary>Differing bits, 0 to 64; up to 8 is nearly the same picture.</summary>
    public static int Distance(ulong first, ulong second) => BitOperations.PopCount(first ^ second);

    private static double Coefficient(int[] luma, int u, int v)
    {
        var sum = 0.0;
        for (var y = 0; y < Side; y++)
        {
            var row = 0.0;
            for (var x = 0; x < Side; x++)
            {
                row += luma[(y * Side) + x] * s_cosines[u, x];
            }

            sum += row * s_cosines[v, y];
        }

        return sum;
    }

    private static double[,] Cosines()
    {
        var cosines = new double[Frequencies + 1, Side];
        for (var frequency = 0; frequency <= Frequencies; frequency++)
        {
            for (var i = 0; i < Side; i++)
            {
                cosines[frequency, i] = Math.Cos(Math.PI * frequency * ((2 * i) + 1) / (2 * Side));
            }
        }

        return cosines;
    }
}
