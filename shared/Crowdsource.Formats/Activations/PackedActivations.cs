using System.Runtime.InteropServices;
using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats.Activations;

/// <summary>
/// What one image looks like between two layers, one byte per number: each channel is scaled to its own range. 96 × 14 × 14 takes 19 KB.
/// Stored little-endian: the lowest value and the step of each channel (float16), then channels × height × width codes.
/// </summary>
public sealed class PackedActivations
{
    private const int Scales = 2;
    private readonly ReadOnlyMemory<byte> _stored;

    private PackedActivations(ActivationShape shape, ReadOnlyMemory<byte> stored) => (Shape, _stored) = (shape, stored);

    /// <summary>The shape before packing.</summary>
    public ActivationShape Shape { get; }

    /// <summary>The stored form; the same values give the same bytes.</summary>
    public ReadOnlySpan<byte> Stored => _stored.Span;

    /// <summary>Bytes of the stored form of one image.</summary>
    public static int StoredLength(ActivationShape shape) => (shape.Channels * Scales * sizeof(ushort)) + (shape.Channels * Area(shape));

    /// <summary>Packs one image.</summary>
    /// <param name="values">Channels × height × width.</param>
    /// <param name="shape">Their shape.</param>
    /// <exception cref="ArgumentException">The length is another, or a value is not a number, or beyond what half precision can scale.</exception>
    public static PackedActivations Pack(ReadOnlySpan<float> values, ActivationShape shape)
    {
        var area = Area(shape);
        if (values.Length != shape.Channels * area)
        {
            throw new ArgumentException($"{shape.Channels} × {area} numbers expected, {values.Length} given.", nameof(values));
        }

        var stored = new byte[StoredLength(shape)];
        var scales = MemoryMarshal.Cast<byte, Half>(stored.AsSpan(0, shape.Channels * Scales * sizeof(ushort)));
        var codes = stored.AsSpan(shape.Channels * Scales * sizeof(ushort));
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            var source = values.Slice(channel * area, area);
            var (lowest, step) = Scale(source);
            if (!Half.IsFinite(lowest) || !Half.IsFinite(step))
            {
                throw new ArgumentException("An activation is not a number, or too large.", nameof(values));
            }

            (scales[channel * Scales], scales[(channel * Scales) + 1]) = (lowest, step);
            Encode(source, (float)lowest, (float)step, codes.Slice(channel * area, area));
        }

        return new PackedActivations(shape, stored);
    }

    /// <summary>Takes the stored form as it is.</summary>
    /// <exception cref="InvalidDataException">It has another length than this shape takes.</exception>
    public static PackedActivations Read(ReadOnlyMemory<byte> stored, ActivationShape shape) => stored.Length == StoredLength(shape)
        ? new PackedActivations(shape, stored)
        : throw new InvalidDataException($"Stored activations of {shape} have {StoredLength(shape)} bytes, not {stored.Length}.");

    /// <summary>Writes channels × height × width numbers.</summary>
    public void Unpack(Span<float> values)
    {
        var scales = MemoryMarshal.Cast<byte, Half>(Stored[..(Shape.Channels * Scales * sizeof(ushort))]);
        var codes = Stored[(Shape.Channels * Scales * sizeof(ushort))..];
        var area = Area(Shape);
        for (var channel = 0; channel < Shape.Channels; channel++)
        {
            var (lowest, step) = ((float)scales[channel * Scales], (float)scales[(channel * Scales) + 1]);
            var source = codes.Slice(channel * area, area);
            var target = values.Slice(channel * area, area);
            for (var i = 0; i < area; i++)
            {
                target[i] = lowest + (step * source[i]);
            }
        }
    }

    private static int Area(ActivationShape shape) => shape.Height * shape.Width;

    private static (Half Lowest, Half Step) Scale(ReadOnlySpan<float> values)
    {
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in values)
        {
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        return ((Half)least, (Half)((most - least) / byte.MaxValue));
    }

    private static void Encode(ReadOnlySpan<float> values, float lowest, float step, Span<byte> codes)
    {
        for (var i = 0; i < values.Length && step > 0; i++)
        {
            codes[i] = (byte)Math.Clamp(MathF.Round((values[i] - lowest) / step), 0, byte.MaxValue);
        }
    }
}
