using System.Runtime.InteropServices;
using Google.FlatBuffers;

namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>A TensorFlow Lite file of one graph while it is written: tensors and operators, in the order of the calls. Source of the slot numbers: schema.fbs, version 3.</summary>
internal sealed class TfliteFile
{
    public const string Identifier = "TFL3";

    private const int SchemaVersion = 3;
    // Runtimes map the file and use the weights where they lie.
    private const int ContentAlignment = 16;

    private readonly FlatBufferBuilder _builder = new(1 << 20);
    private readonly StringOffset _description;
    private readonly Dictionary<int, int> _zeros = [];
    private readonly List<int> _buffers = [];
    private readonly List<int> _tensors = [];
    private readonly List<int> _operators = [];
    private readonly List<(TfliteOperator Operator, int Version)> _codes = [];

    /// <param name="description">What readers show people. A flatbuffer grows from its end: written first it lies behind the weights, and moves none of them when it gets longer.</param>
    public TfliteFile(string description)
    {
        _description = _builder.CreateString(description);
        // Buffer 0 is that of tensors without content.
        _buffers.Add(Table(3, static _ => { }));
    }

    /// <returns>The tensor's number.</returns>
    public int AddTensor(string name, TfliteType type, ReadOnlySpan<int> shape, TfliteGrid? grid = null, ReadOnlySpan<byte> content = default)
    {
        var buffer = content.IsEmpty ? 0 : AddBuffer(content);
        var nameAt = _builder.CreateString(name).Value;
        var shapeAt = AddIntegers(shape);
        var gridAt = grid is null ? 0 : AddGrid(grid);
        _tensors.Add(Table(11, builder =>
        {
            builder.AddOffset(0, shapeAt, 0);
            builder.AddSbyte(1, (sbyte)type, 0);
            builder.AddInt(2, buffer, 0);
            builder.AddOffset(3, nameAt, 0);
            builder.AddOffset(4, gridAt, 0);
        }));
        return _tensors.Count - 1;
    }

    /// <param name="operation">What it does.</param>
    /// <param name="version">The first version of the operator that takes tensors of these types.</param>
    /// <param name="inputs">Tensor numbers.</param>
    /// <param name="output">A tensor number.</param>
    /// <param name="optionsType">What <paramref name="options"/> are.</param>
    /// <param name="options">Where they were written, see <see cref="Table"/>.</param>
    public void AddOperator(
        TfliteOperator operation, int version, ReadOnlySpan<int> inputs, int output, TfliteOperatorOptions optionsType = TfliteOperatorOptions.None, int options = 0)
    {
        if (!_codes.Contains((operation, version)))
        {
            _codes.Add((operation, version));
        }

        var code = _codes.IndexOf((operation, version));
        var inputsAt = AddIntegers(inputs);
        var outputsAt = AddIntegers([output]);
        _operators.Add(Table(12, builder =>
        {
            builder.AddInt(0, code, 0);
            builder.AddOffset(1, inputsAt, 0);
            builder.AddOffset(2, outputsAt, 0);
            builder.AddByte(3, (byte)optionsType, 0);
            builder.AddOffset(4, options, 0);
        }));
    }

    /// <summary>Writes a table of so many slots.</summary>
    /// <returns>Where it stands.</returns>
    public int Table(int slots, Action<FlatBufferBuilder> fill)
    {
        _builder.StartTable(slots);
        fill(_builder);
        return _builder.EndTable();
    }

    /// <returns>Where they stand.</returns>
    public int AddIntegers(ReadOnlySpan<int> values) => Vector(MemoryMarshal.AsBytes(values), sizeof(int));

    /// <summary>The file; nothing can be added afterwards.</summary>
    public byte[] Finish(string name, int input, int output)
    {
        var nameAt = _builder.CreateString(name).Value;
        var (tensors, operators) = (Offsets(_tensors), Offsets(_operators));
        var (inputs, outputs) = (AddIntegers([input]), AddIntegers([output]));
        var graph = Table(6, builder =>
        {
            builder.AddOffset(0, tensors, 0);
            builder.AddOffset(1, inputs, 0);
            builder.AddOffset(2, outputs, 0);
            builder.AddOffset(3, operators, 0);
            builder.AddOffset(4, nameAt, 0);
        });
        var (graphs, codes, buffers) = (Offsets([graph]), Offsets(_codes.ConvertAll(AddCode)), Offsets(_buffers));
        var model = Table(10, builder =>
        {
            builder.AddInt(0, SchemaVersion, 0);
            builder.AddOffset(1, codes, 0);
            builder.AddOffset(2, graphs, 0);
            builder.AddOffset(3, _description.Value, 0);
            builder.AddOffset(4, buffers, 0);
        });
        _builder.Finish(model, Identifier);
        return _builder.SizedByteArray();
    }

    private int AddBuffer(ReadOnlySpan<byte> content)
    {
        var data = Vector(content, sizeof(byte), ContentAlignment);
        _buffers.Add(Table(3, builder => builder.AddOffset(0, data, 0)));
        return _buffers.Count - 1;
    }

    private int AddGrid(TfliteGrid grid)
    {
        var scales = Vector(MemoryMarshal.AsBytes<float>(grid.Scales), sizeof(float));
        var zeroPoints = Longs(grid.ZeroPoints);
        return Table(7, builder =>
        {
            builder.AddOffset(2, scales, 0);
            builder.AddOffset(3, zeroPoints, 0);
            builder.AddInt(6, grid.ChannelAxis, 0);
        });
    }

    // Symmetric weights have a zero of eight bytes for each channel: one list of each length does for all of them, and saves a tenth of the file.
    private int Longs(long[] values)
    {
        var allZero = !values.AsSpan().ContainsAnyExcept(0);
        if (!allZero || !_zeros.TryGetValue(values.Length, out var position))
        {
            position = Vector(MemoryMarshal.AsBytes<long>(values), sizeof(long));
            if (allZero)
            {
                _zeros.Add(values.Length, position);
            }
        }

        return position;
    }

    private int AddCode((TfliteOperator Operator, int Version) code) => Table(4, builder =>
    {
        builder.AddSbyte(0, (sbyte)Math.Min((int)code.Operator, sbyte.MaxValue), 0);
        builder.AddInt(2, code.Version, 1);
        builder.AddInt(3, (int)code.Operator, 0);
    });

    // Flatbuffers are little-endian; so is every processor that .NET runs on here.
    private int Vector(ReadOnlySpan<byte> bytes, int elementSize, int alignment = 0)
    {
        _builder.StartVector(elementSize, bytes.Length / elementSize, Math.Max(alignment, elementSize));
        _builder.Put<byte>(bytes.ToArray());
        return _builder.EndVector().Value;
    }

    private int Offsets(List<int> positions)
    {
        _builder.StartVector(sizeof(int), positions.Count, sizeof(int));
        for (var i = positions.Count - 1; i >= 0; i--)
        {
            _builder.AddOffset(positions[i]);
        }

        return _builder.EndVector().Value;
    }
}
