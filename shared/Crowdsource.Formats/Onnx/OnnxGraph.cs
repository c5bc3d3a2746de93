using System.Runtime.InteropServices;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx.Proto;
using Google.Protobuf;
using DataType = Crowdsource.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Crowdsource.Formats.Onnx;

/// <summary>A graph under construction: nodes, constants, inputs and outputs in the order in which they are added.</summary>
internal sealed class OnnxGraph(string name)
{
    private const int IrVersion = 7;
    private const int OperatorSet = 13;
    private const string BatchName = "batch";

    private readonly GraphProto _graph = new() { Name = name };

    public void AddNode(string operation, string name, ReadOnlySpan<string> inputs, string output, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = operation, Name = name };
        foreach (var input in inputs)
        {
            node.Input.Add(input);
        }

        node.Output.Add(output);
        foreach (var attribute in attributes)
        {
            node.Attribute.Add(attribute);
        }

        _graph.Node.Add(node);
    }

    /// <summary>Adds a constant; without a shape it is a scalar. ONNX stores little-endian; so does every processor that .NET runs on here.</summary>
    public void AddConstant<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        var tensor = new TensorProto { Name = name, DataType = TypeOf<T>(), RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        foreach (var dimension in shape)
        {
            tensor.Dims.Add(dimension);
        }

        _graph.Initializer.Add(tensor);
    }

    public void AddInput(string name, ActivationShape shape, bool freeBatch) => _graph.Input.Add(Value(name, shape, freeBatch, flat: false));

    /// <param name="name">Of a value that a node gives, float32.</param>
    /// <param name="shape">Of one image.</param>
    /// <param name="freeBatch">Whether any number of images comes at once.</param>
    /// <param name="flat">Whether the value is batch × channels.</param>
    public void AddOutput(string name, ActivationShape shape, bool freeBatch, bool flat) => _graph.Output.Add(Value(name, shape, freeBatch, flat));

    public byte[] ToFile(IReadOnlyDictionary<string, string> metadata)
    {
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "crowdsource", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        model.MetadataProps.AddRange(metadata
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return model.ToByteArray();
    }

    public static AttributeProto Int(string name, int value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    public static AttributeProto Ints(string name, params ReadOnlySpan<int> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (var value in values)
        {
            attribute.Ints.Add(value);
        }

        return attribute;
    }

    public static DataType TypeOf<T>() => default(T) switch
    {
        float => DataType.Float,
        Half => DataType.Float16,
        byte => DataType.Uint8,
        sbyte => DataType.Int8,
        int => DataType.Int32,
        _ => throw new NotSupportedException($"ONNX: {typeof(T).Name} is not used here."),
    };

    private static ValueInfoProto Value(string name, ActivationShape shape, bool freeBatch, bool flat)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.Add(freeBatch
            ? new TensorShapeProto.Types.Dimension { DimParam = BatchName }
            : new TensorShapeProto.Types.Dimension { DimValue = 1 });
        foreach (var size in flat ? [shape.Channels] : (ReadOnlySpan<int>)[shape.Channels, shape.Height, shape.Width])
        {
            dimensions.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        }

        var tensor = new TypeProto.Types.Tensor { ElemType = DataType.Float, Shape = dimensions };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
