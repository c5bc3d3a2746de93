using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision.Augmentation;

/// <summary>Lost focus and shaken hands. Whole-number arithmetic: the same bytes on every processor. Edges are mirrored.</summary>
internal static class Blur
{
    private const int FractionBits = 16;

    /// <param name="photo">Any picture.</param>
    /// <param name="sigma">Standard deviation in pixels; the kernel ends at four of them.</param>
    public static RgbImage Gaussian(RgbImage photo, double sigma)
    {
        var radius = (int)Math.Ceiling(4 * sigma);
        var line = Enumerable.Range(-radius, (2 * radius) + 1).Select(i => (Offset: i, Weight: Math.Exp(-i * i / (2 * sigma * sigma)))).ToArray();
        var across = Convolve(photo, line.ToDictionary(tap => (tap.Offset, 0), tap => tap.Weight));
        return Convolve(across, line.ToDictionary(tap => (0, tap.Offset), tap => tap.Weight));
    }

    /// <param name="photo">Any picture.</param>
    /// <param name="length">Length of the trace in pixels.</param>
    /// <param name="degrees">Direction of the movement.</param>
    public static RgbImage Motion(RgbImage photo, double length, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var steps = Math.Max(2, (int)Math.Ceiling(length));
        Dictionary<(int X, int Y), double> kernel = [];
        for (var step = 0; step < steps; step++)
        {
            // The centres of `steps` equal pieces of the trace, each spread over the four pixels around it.
            var at = ((step + 0.5) / steps * length) - (length / 2);
            var (x, y) = (at * cos, at * sin);
            var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
            var (right, bottom) = (x - left, y - top);
            Spread(left, top, (1 - right) * (1 - bottom));
            Spread(left + 1, top, right * (1 - bottom));
            Spread(left, top + 1, (1 - right) * bottom);
            Spread(left + 1, top + 1, right * bottom);
        }

        return Convolve(photo, kernel);

        void Spread(int x, int y, double weight) => kernel[(x, y)] = kernel.GetValueOrDefault((x, y)) + weight;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static RgbImage Convolve(RgbImage photo, Dictionary<(int X, int Y), double> kernel)
    {
        var (radiusX, radiusY) = (kernel.Keys.Max(at => Math.Abs(at.X)), kernel.Keys.Max(at => Math.Abs(at.Y)));
        var paddedStride = photo.Stride + (2 * radiusX * RgbImage.Channels);
        var padded = Padded(photo, radiusX, radiusY, paddedStride);
        var taps = FixedPoint(kernel, paddedStride);
        var result = RgbImage.Blank(photo.Width, photo.Height);
        var sums = new int[photo.Stride];
        for (var y = 0; y < photo.Height; y++)
        {
            Array.Fill(sums, 1 << (FractionBits - 1));
            var centre = ((y + radiusY) * paddedStride) + (radiusX * RgbImage.Channels);
            foreach (var (offset, weight) in taps)
            {
                Accumulate(sums, padded.AsSpan(centre + offset, sums.Length), weight);
            }

            var row = result.Row(y);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = (byte)(sums[i] >> FractionBits);
            }
        }

        return result;
    }

    private static void Accumulate(Span<int> sums, ReadOnlySpan<int> values, int weight)
    {
        var sumVectors = MemoryMarshal.Cast<int, Vector<int>>(sums);
        var valueVectors = MemoryMarshal.Cast<int, Vector<int>>(values);
        for (var i = 0; i < sumVectors.Length; i++)
        {
            sumVectors[i] += valueVectors[i] * weight;
        }

        for (var i = sumVectors.Length * Vector<int>.Count; i < sums.Length; i++)
        {
            sums[i] += values[i] * weight;
        }
    }

    private static int[] Padded(RgbImage photo, int radiusX, int radiusY, int stride)
    {
        var padded = new int[stride * (photo.Height + (2 * radiusY))];
        for (var y = 0; y < photo.Height + (2 * radiusY); y++)
        {
            var row = photo.Row(Frame.Reflected(y - radiusY, photo.Height));
            for (var x = 0; x < photo.Width + (2 * radiusX); x++)
            {
                var from = Frame.Reflected(x - radiusX, photo.Width) * RgbImage.Channels;
                var to = (y * stride) + (x * RgbImage.Channels);
                (padded[to], padded[to + 1], padded[to + 2]) = (row[from], row[from + 1], row[from + 2]);
            }
        }

        return padded;
    }

    /// <summary>Weights that sum to exactly 2^16, so that a plain surface keeps its value; what rounding leaves over goes to the heaviest.</summary>
    private static (int Offset, int Weight)[] FixedPoint(Dictionary<(int X, int Y), double> kernel, int stride)
    {
        var total = kernel.Values.Sum();
        var taps = kernel
            .OrderByDescending(tap => tap.Value).ThenBy(tap => tap.Key)
            .Select(tap => (Offset: (tap.Key.Y * stride) + (tap.Key.X * RgbImage.Channels), Weight: (int)Math.Round(tap.Value / total * (1 << FractionBits))))
            .ToArray();
        taps[0].Weight += (1 << FractionBits) - taps.Sum(tap => tap.Weight);
        return taps;
    }
}
