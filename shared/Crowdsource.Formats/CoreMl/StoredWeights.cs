using System.Runtime.InteropServices;
using Crowdsource.Formats.CoreMl.Proto;
using Crowdsource.Formats.Palettes;
using Google.Protobuf;

namespace Crowdsource.Formats.CoreMl;

/// <summary>Numbers to and from the ways in which Core ML stores them. Little-endian, as is every processor that .NET runs on here.</summary>
internal static class StoredWeights
{
    private const int Bits = 8, GridCentre = 128, MaxCode = 127;

    // Rows without weights need a step too.
    private const double MinStep = 1e-12;

    /// <exception cref="ArgumentException">A number is beyond half precision (±65504).</exception>
    public static WeightParams Halves(float[] values)
    {
        var halves = Array.ConvertAll(values, value => (Half)value);
        return Array.TrueForAll(halves, Half.IsFinite)
            ? new WeightParams { Float16Value = ByteString.CopyFrom(MemoryMarshal.AsBytes(halves.AsSpan())) }
            : throw new ArgumentException("A weight is beyond half precision.", nameof(values));
    }

    public static WeightParams LookedUp(Palette palette) => new()
    {
        RawValue = ByteString.CopyFrom(palette.Indices),
        Quantization = new QuantizationParams
        {
            NumberOfBits = Bits,
            LookupTableQuantization = new LookUpTableQuantizationParams { FloatValue = { palette.Values } },
        },
    };

    /// <summary>
    /// One byte per weight, a step per row: the least power of two with which the row fits. It hardly ever changes from night to night, so neither do
    /// the bytes of weights that hardly moved.
    /// </summary>
    public static WeightParams OnGrid(float[] weights, int rows)
    {
        var perRow = weights.Length / rows;
        var codes = new byte[weights.Length];
        var grid = new LinearQuantizationParams();
        for (var row = 0; row < rows; row++)
        {
            var values = weights.AsSpan(row * perRow, perRow);
            var largest = 0f;
            foreach (var value in values)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            var step = (float)Math.Pow(2, Math.Ceiling(Math.Log2(Math.Max(largest / (double)MaxCode, MinStep))));
            grid.Scale.Add(step);
            grid.Bias.Add(-GridCentre * step);
            for (var i = 0; i < perRow; i++)
            {
                codes[(row * perRow) + i] = (byte)(MathF.Round(values[i] / step) + GridCentre);
            }
        }

        return new WeightParams
        {
            RawValue = UnsafeByteOperations.UnsafeWrap(codes),
            Quantization = new QuantizationParams { NumberOfBits = Bits, LinearQuantization = grid },
        };
    }

    /// <summary>The numbers, however they are stored.</summary>
    /// <param name="stored">The field; a file may lack it.</param>
    /// <param name="rows">How many rows the numbers form: a grid may have a step for each.</param>
    /// <exception cref="InvalidDataException">They are stored otherwise, or sizes do not fit.</exception>
    public static float[] Read(WeightParams? stored, int rows)
    {
        var ways = stored is null ? 0 : (stored.FloatValue.Count > 0 ? 1 : 0) + (stored.Float16Value.Length > 0 ? 1 : 0) + (stored.RawValue.Length > 0 ? 1 : 0);
        if (ways != 1 || (stored!.Quantization is not null) != (stored.RawValue.Length > 0))
        {
            throw new InvalidDataException("weights are missing or stored twice");
        }

        return stored switch
        {
            { FloatValue.Count: > 0 } => [.. stored.FloatValue],
            { Float16Value.Length: > 0 } => stored.Float16Value.Length % 2 == 0
                ? Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(stored.Float16Value.Span).ToArray(), half => (float)half)
                : throw new InvalidDataException("half a number is missing"),
            { Quantization.NumberOfBits: Bits } => Decode(stored.RawValue.Span, stored.Quantization, rows),
            _ => throw new InvalidDataException("weights have another number of bits than 8"),
        };
    }

    private static float[] Decode(ReadOnlySpan<byte> codes, QuantizationParams quantization, int rows)
    {
        var values = new float[codes.Length];
        switch (quantization.QuantizationTypeCase)
        {
            case QuantizationParams.QuantizationTypeOneofCase.LookupTableQuantization
                when quantization.LookupTableQuantization.FloatValue is { Count: Palette.Size } table:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = table[codes[i]];
                }

                return values;
            case QuantizationParams.QuantizationTypeOneofCase.LinearQuantization
                when quantization.LinearQuantization is var grid && grid.Scale.Count == rows && grid.Bias.Count == rows && codes.Length % rows == 0:
                for (var i = 0; i < values.Length; i++)
                {
                    var row = i / (codes.Length / rows);
                    values[i] = (codes[i] * grid.Scale[row]) + grid.Bias[row];
                }

                return values;
            default:
                throw new InvalidDataException("the table or grid of the weights does not fit");
        }
    }
}
