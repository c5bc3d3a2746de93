using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Crowdsource.Formats.Quantization;

namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>The tensors of one subgraph, by number.</summary>
internal sealed class TfliteTensors(FlatTable model, FlatTable subgraph, int fileLength)
{
    /// <summary>A shape's sizes are bounded so that their product cannot overflow before the file's length bounds it.</summary>
    public const int MaxSize = 65536;

    private const int MaxRank = 8;

    private readonly FlatTable[] _buffers = model.Children(4);
    private readonly FlatTable[] _tensors = subgraph.Children(0);

    // A file whose tensors share one buffer a thousand times cannot fill the memory.
    private long _contentBudget = fileLength;

    public string Name(int tensor) => _tensors[tensor].Text(3);

    public TfliteType Type(int tensor) => (TfliteType)_tensors[tensor].SByte(1);

    public int[] Shape(int tensor)
    {
        var shape = _tensors[tensor].Ints(0, MaxRank);
        return Array.TrueForAll(shape, size => size is > 0 and <= MaxSize)
            ? shape
            : throw new InvalidDataException($"tensor {tensor} has an unexpected shape");
    }

    /// <summary>The numbers of a constant.</summary>
    public T[] Content<T>(int tensor, TfliteType type)
        where T : struct
    {
        if (Type(tensor) != type)
        {
            throw new InvalidDataException($"tensor {tensor} is not of type {type}");
        }

        var length = Shape(tensor).Aggregate((long)Unsafe.SizeOf<T>(), (product, size) => checked(product * size));
        _contentBudget -= length;
        var bytes = _contentBudget >= 0 ? _buffers[_tensors[tensor].Int(2)].Bytes(0) : [];
        return bytes.Length == length
            ? MemoryMarshal.Cast<byte, T>(bytes).ToArray()
            : throw new InvalidDataException($"tensor {tensor} has {bytes.Length} bytes instead of {length}");
    }

    /// <summary>The grid of a tensor that is not quantised along any axis; null where there is none.</summary>
    public ActivationGrid? Grid(int tensor) =>
        Type(tensor) == TfliteType.Int8 && _tensors[tensor].Child(4) is { } grid
        && grid.Floats(2) is [var scale] && grid.Longs(3) is [>= sbyte.MinValue and <= sbyte.MaxValue and var zeroPoint]
            ? new ActivationGrid(scale, (sbyte)zeroPoint)
            : null;

    /// <summary>A scale and a zero point for each channel of a constant.</summary>
    public (float[] Scales, long[] ZeroPoints) Grid(int tensor, int channels, int channelAxis)
    {
        var grid = _tensors[tensor].Child(4) ?? throw new InvalidDataException($"tensor {tensor} has no scale");
        var scales = grid.Floats(2);
        var zeroPoints = grid.Longs(3);
        if (scales.Length > 1 && grid.Int(6) != channelAxis)
        {
            throw new InvalidDataException($"tensor {tensor} has scales along an unexpected axis");
        }

        return (PerChannel(scales, tensor, channels), zeroPoints.Length == 0 ? new long[channels] : PerChannel(zeroPoints, tensor, channels));
    }

    private static T[] PerChannel<T>(T[] values, int tensor, int channels) => values.Length switch
    {
        var n when n == channels => values,
        1 => [.. Enumerable.Repeat(values[0], channels)],
        _ => throw new InvalidDataException($"tensor {tensor} has {values.Length} scales for {channels} channels"),
    };
}
