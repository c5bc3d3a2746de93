using System.Runtime.InteropServices;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx.Proto;
using Google.Protobuf;

namespace Crowdsource.Formats.Onnx;

/// <summary>
/// Writes a network as ONNX, fp32. The same network and options give the same bytes. Operator set 13 and file version 7 (ONNX 1.8,
/// November 2020), which every ONNX Runtime since 1.7 reads, mobile builds included.
/// </summary>
public static class OnnxWriter
{
    /// <summary>The input: batch × 3 × height × width, RGB, see the bundle's preprocessing.</summary>
    public const string InputName = "image";

    /// <summary>The output of a network that ends in a softmax: batch × labels, adding up to 1.</summary>
    public const string ProbabilitiesName = "probabilities";

    /// <summary>The output of a network that ends in a linear layer: batch × labels.</summary>
    public const string LogitsName = "logits";

    /// <summary>The output of a network that ends in pooling: batch × features.</summary>
    public const string FeaturesName = "features";

    /// <summary>The output of a network that ends before pooling: batch × channels × height × width.</summary>
    public const string ActivationsName = "activations";

    private const int IrVersion = 7;
    private const int OperatorSet = 13;
    private const string BatchName = "batch";
    private const string ZeroName = "zero", SixName = "six";

    /// <summary>Writes the network; its last layer decides what the output is and how it is called.</summary>
    /// <param name="network">A backbone, a classifier or a part of one.</param>
    /// <param name="options">Defaults to a batch of 1 without metadata.</param>
    public static byte[] Write(Network network, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= new OnnxOptions();
        var graph = new GraphProto { Name = network.Name };
        graph.Input.Add(Value(InputName, network.Input, options.FreeBatch, flat: false));
        if (network.Layers.Any(layer => layer is Convolution { Activation: Activation.Relu6 }))
        {
            graph.Initializer.Add(Tensor(ZeroName, [0f]));
            graph.Initializer.Add(Tensor(SixName, [6f]));
        }

        var output = OutputName(network.Layers[^1]);
        var previous = InputName;
        foreach (var layer in network.Layers)
        {
            var result = layer == network.Layers[^1] ? output : layer.Name;
            AddNodes(graph, layer, previous, result);
            previous = result;
        }

        graph.Output.Add(Value(output, network.Output, options.FreeBatch, flat: output != ActivationsName));
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "crowdsource", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        model.MetadataProps.AddRange(options.Metadata
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return model.ToByteArray();
    }

    /// <summary>How <see cref="Write"/> calls the output of a network that ends in this layer.</summary>
    public static string OutputName(Layer last) => last switch
    {
        Softmax => ProbabilitiesName,
        Linear => LogitsName,
        GlobalAveragePool => FeaturesName,
        _ => ActivationsName,
    };

    private static void AddNodes(GraphProto graph, Layer layer, string input, string result)
    {
        var name = layer.Name;
        switch (layer)
        {
            case Convolution c:
                AddWeights(graph, name, c.Weights, c.Bias, [c.OutChannels, c.InChannels / c.Groups, c.Kernel, c.Kernel]);
                var clipped = c.Activation == Activation.Relu6;
                var linear = clipped ? $"{name}.linear" : result;
                graph.Node.Add(Node(
                    "Conv", name, [input, WeightsName(name), BiasName(name)], linear,
                    Ints("kernel_shape", c.Kernel, c.Kernel),
                    Ints("strides", c.Stride, c.Stride),
                    Ints("pads", c.Padding.Top, c.Padding.Left, c.Padding.Bottom, c.Padding.Right),
                    Ints("dilations", 1, 1),
                    Int("group", c.Groups)));
                if (clipped)
                {
                    graph.Node.Add(Node("Clip", $"{name}.relu6", [linear, ZeroName, SixName], result));
                }

                break;
            case Add a:
                graph.Node.Add(Node("Add", name, [a.With, input], result));
                break;
            case GlobalAveragePool:
                graph.Node.Add(Node("GlobalAveragePool", name, [input], $"{name}.mean"));
                graph.Node.Add(Node("Flatten", $"{name}.flatten", [$"{name}.mean"], result, Int("axis", 1)));
                break;
            case Linear l:
                AddWeights(graph, name, l.Weights, l.Bias, [l.Outputs, l.Inputs]);
                graph.Node.Add(Node("Gemm", name, [input, WeightsName(name), BiasName(name)], result, Int("transB", 1)));
                break;
            case Softmax:
                graph.Node.Add(Node("Softmax", name, [input], result, Int("axis", 1)));
                break;
            default:
                throw new NotSupportedException($"ONNX: no operator is known for layer '{name}' ({layer.GetType().Name}).");
        }
    }

    private static string WeightsName(string layer) => $"{layer}.weights";

    private static string BiasName(string layer) => $"{layer}.bias";

    private static void AddWeights(GraphProto graph, string layer, float[] weights, float[] bias, ReadOnlySpan<int> shape)
    {
        graph.Initializer.Add(Tensor(WeightsName(layer), weights, shape));
        graph.Initializer.Add(Tensor(BiasName(layer), bias, bias.Length));
    }

    // Without a shape it is a scalar. ONNX stores little-endian; so does every processor that .NET runs on here.
    private static TensorProto Tensor(string name, float[] values, params ReadOnlySpan<int> shape)
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = TensorProto.Types.DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
        };
        foreach (var dimension in shape)
        {
            tensor.Dims.Add(dimension);
        }

        return tensor;
    }

    private static NodeProto Node(string operation, string name, ReadOnlySpan<string> inputs, string output, params ReadOnlySpan<AttributeProto> attributes)
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

        return node;
    }

    private static AttributeProto Int(string name, int value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private static AttributeProto Ints(string name, params ReadOnlySpan<int> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (var value in values)
        {
            attribute.Ints.Add(value);
        }

        return attribute;
    }

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

        var tensor = new TypeProto.Types.Tensor { ElemType = TensorProto.Types.DataType.Float, Shape = dimensions };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
