using System.Numerics.Tensors;
using Crowdsource.Formats.Quantization;

namespace Crowdsource.Inference.Calibration;

/// <summary>How often a layer gives which values. The bins cover [−limit, limit); where a value lies beyond, limits double and pairs of bins become one.</summary>
internal sealed class ActivationHistogram
{
    private const int Bins = 4096;
    private readonly long[] _counts = new long[Bins];
    private float _limit = 1 / 16f;
    private float _least = float.PositiveInfinity;
    private float _most = float.NegativeInfinity;

    /// <exception cref="InvalidDataException">A value is not finite.</exception>
    public void Add(ReadOnlySpan<float> values)
    {
        var (least, most) = (TensorPrimitives.Min(values), TensorPrimitives.Max(values));
        if (!float.IsFinite(least) || !float.IsFinite(most))
        {
            throw new InvalidDataException("A layer gives numbers that are not finite.");
        }

        (_least, _most) = (Math.Min(_least, least), Math.Max(_most, most));
        while (Math.Max(-least, most) >= _limit)
        {
            Widen();
        }

        var perBin = Bins / (2 * _limit);
        foreach (var value in values)
        {
            // The sum of a value just below the limit and the limit may be rounded up.
            _counts[Math.Min((int)((value + _limit) * perBin), Bins - 1)]++;
        }
    }

    /// <summary>
    /// What is left when this share of all values is cut off at either end, interpolated within a bin. Ends of bins would give grids whose steps are small multiples
    /// of the same number: sums of two would often lie exactly between two codes of a third, and engines round ties differently.
    /// </summary>
    public ActivationRange Without(double share)
    {
        var cut = _counts.Sum() * share;
        var low = Reach(_counts, cut);
        var high = Bins - Reach([.. _counts.Reverse()], cut);
        var width = 2 * (double)_limit / Bins;
        return new ActivationRange(Math.Max(_least, (float)((low * width) - _limit)), Math.Min(_most, (float)((high * width) - _limit)));
    }

    /// <summary>How many bins hold the cut together, the last of them in part.</summary>
    private static double Reach(long[] counts, double cut)
    {
        var (bin, seen) = (0, 0L);
        while (seen + counts[bin] <= cut)
        {
            seen += counts[bin++];
        }

        return bin + ((cut - seen) / counts[bin]);
    }

    private void Widen()
    {
        var merged = new long[Bins];
        for (var bin = 0; bin < Bins; bin++)
        {
            merged[(Bins / 4) + (bin / 2)] += _counts[bin];
        }

        merged.CopyTo(_counts, 0);
        _limit *= 2;
    }
}
