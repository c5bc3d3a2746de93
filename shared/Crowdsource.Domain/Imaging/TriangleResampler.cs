using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Crowdsource.Domain.Imaging;

/// <summary>Resizes with an antialiased triangle filter, bit for bit as Pillow's <c>Image.resize(size, BILINEAR)</c>: two passes,
/// weights of 22 fractional bits, rounded to 8 bits between the passes (Pillow, src/libImaging/Resample.c).
/// Rows are fed from top to bottom, so that a photo of 100 megapixels never has to be in memory as a whole.</summary>
public sealed class TriangleResampler
{
    private const int FractionBits = 32 - 8 - 2;
    private const int Half = 1 << (FractionBits - 1);

    /// <summary>Spreads two pixels of three bytes over twice four bytes; the fourth are zero.</summary>
    private static readonly Vector128<byte> s_twoPixels = Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 255, 255, 255, 255, 255, 255, 255, 255);

    private readonly int _sourceWidth;
    private readonly int _width;
    private readonly int _height;
    private readonly Weights _vertical;
    private readonly Weights? _horizontal;
    private readonly RgbImage _narrow;
    private readonly byte[] _padded;
    private int _rows;

    public TriangleResampler(int sourceWidth, int sourceHeight, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        (_sourceWidth, _width, _height) = (sourceWidth, width, height);
        _horizontal = width == sourceWidth ? null : new Weights(sourceWidth, width);
        _vertical = new Weights(sourceHeight, height);
        _narrow = RgbImage.Blank(width, sourceHeight);
        // More than a row, since two pixels are read as eight bytes.
        _padded = new byte[(sourceWidth * RgbImage.Channels) + sizeof(ulong)];
    }

    public static RgbImage Resize(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Width == width && image.Height == height)
        {
            return image;
        }

        var resampler = new TriangleResampler(image.Width, image.Height, width, height);
        resampler.Add(image.Pixels);
        return resampler.Finish();
    }

    /// <param name="rows">One or more whole rows of the source.</param>
    public void Add(ReadOnlySpan<byte> rows)
    {
        var stride = _sourceWidth * RgbImage.Channels;
        for (var offset = 0; offset < rows.Length; offset += stride)
        {
            var row = rows.Slice(offset, stride);
            if (_horizontal is null)
            {
                row.CopyTo(_narrow.Row(_rows));
            }
            else
            {
                row.CopyTo(_padded);
                Narrow(_horizontal, _padded, _narrow.Row(_rows));
            }

            _rows++;
        }
    }

    /// <exception cref="InvalidOperationException">Not all rows of the source were fed.</exception>
    public RgbImage Finish()
    {
        if (_rows != _narrow.Height)
        {
            throw new InvalidOperationException($"{_rows} of {_narrow.Height} rows were fed.");
        }

        if (_narrow.Height == _height)
        {
            return _narrow;
        }

        var result = RgbImage.Blank(_width, _height);
        var sums = new int[result.Stride];
        for (var y = 0; y < _height; y++)
        {
            Flatten(_vertical.For(y, out var first), first, sums, result.Row(y));
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow(Weights weights, byte[] row, Span<byte> output)
    {
        for (var x = 0; x < output.Length / RgbImage.Channels; x++)
        {
            var taps = weights.For(x, out var first);
            ref var pixel = ref row[first * RgbImage.Channels];
            var sum = Vector128.Create(Half);
            var tap = 0;
            if (Avx2.IsSupported)
            {
                var pairs = Vector256<int>.Zero;
                for (; tap + 1 < taps.Length; tap += 2)
                {
                    var bytes = Vector128.Shuffle(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref pixel)).AsByte(), s_twoPixels);
                    pairs += Avx2.ConvertToVector256Int32(bytes) * Vector256.Create(Vector128.Create(taps[tap]), Vector128.Create(taps[tap + 1]));
                    pixel = ref Unsafe.Add(ref pixel, 2 * RgbImage.Channels);
                }

                sum += pairs.GetLower() + pairs.GetUpper();
            }

            for (; tap < taps.Length; tap++)
            {
                var bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(ref pixel)).AsByte();
                sum += Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32() * Vector128.Create(taps[tap]);
                pixel = ref Unsafe.Add(ref pixel, RgbImage.Channels);
            }

            // Weights are positive and sum to one, so that nothing can leave 0..255.
            sum >>= FractionBits;
            output[x * RgbImage.Channels] = (byte)sum.GetElement(0);
            output[(x * RgbImage.Channels) + 1] = (byte)sum.GetElement(1);
            output[(x * RgbImage.Channels) + 2] = (byte)sum.GetElement(2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Flatten(ReadOnlySpan<int> taps, int first, int[] sums, Span<byte> output)
    {
        Array.Fill(sums, Half);
        var vectors = MemoryMarshal.Cast<int, Vector<int>>(sums.AsSpan());
        for (var tap = 0; tap < taps.Length; tap++)
        {
            ReadOnlySpan<byte> row = _narrow.Row(first + tap);
            var weight = new Vector<int>(taps[tap]);
            var bytes = MemoryMarshal.Cast<byte, Vector<byte>>(row);
            for (var i = 0; i < bytes.Length; i++)
            {
                Vector.Widen(bytes[i], out var low, out var high);
                Vector.Widen(low, out var a, out var b);
                Vector.Widen(high, out var c, out var d);
                vectors[4 * i] += Vector.AsVectorInt32(a) * weight;
                vectors[(4 * i) + 1] += Vector.AsVectorInt32(b) * weight;
                vectors[(4 * i) + 2] += Vector.AsVectorInt32(c) * weight;
                vectors[(4 * i) + 3] += Vector.AsVectorInt32(d) * weight;
            }

            for (var i = bytes.Length * Vector<byte>.Count; i < row.Length; i++)
            {
                sums[i] += row[i] * taps[tap];
            }
        }

        for (var i = 0; i < output.Length; i++)
        {
            output[i] = (byte)(sums[i] >> FractionBits);
        }
    }

    /// <summary>For each output position the first source position and its fixed-point weights, computed as Pillow does.</summary>
    private sealed class Weights
    {
        private readonly int[][] _taps;
        private readonly int[] _first;

        public Weights(int source, int output)
        {
            _taps = new int[output][];
            _first = new int[output];
            var scale = (double)source / output;
            // Enlarging interpolates between neighbours; shrinking widens the triangle over all pixels that it replaces.
            var support = Math.Max(scale, 1.0);
            for (var x = 0; x < output; x++)
            {
                var centre = (x + 0.5) * scale;
                _first[x] = Math.Max(0, (int)(centre - support + 0.5));
                var end = Math.Min(source, (int)(centre + support + 0.5));
                _taps[x] = FixedPoint(_first[x], end, centre, 1.0 / support);
            }
        }

        public ReadOnlySpan<int> For(int x, out int first)
        {
            first = _first[x];
            return _taps[x];
        }

        private static int[] FixedPoint(int first, int end, double centre, double narrowing)
        {
            Span<double> weights = end - first <= 1024 ? stackalloc double[end - first] : new double[end - first];
            var total = 0.0;
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = Math.Max(0, 1 - Math.Abs((i + first - centre + 0.5) * narrowing));
                total += weights[i];
            }

            var taps = new int[weights.Length];
            for (var i = 0; i < taps.Length; i++)
            {
                taps[i] = (int)(0.5 + (weights[i] / total * (1 << FractionBits)));
            }

            return taps;
        }
    }
}
