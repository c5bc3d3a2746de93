using System.Runtime.InteropServices;
using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>One subgraph, translated operator by operator.</summary>
internal sealed class TfliteGraph
{
    // A shape's sizes are bounded so that their product cannot overflow before the file's length bounds it.
    private const int MaxSize = 65536;

    private readonly FlatTable[] _buffers;
    private readonly FlatTable[] _tensors;
    private readonly FlatTable[] _operators;
    private readonly int[] _codes;
    private readonly int _input;
    private readonly List<Layer> _layers = [];
    private readonly Dictionary<int, string> _layerOfTensor = [];
    private long _weightBudget;

    public TfliteGraph(FlatTable model, int fileLength)
    {
        _codes = Array.ConvertAll(model.Children(1), code => Math.Max(code.SByte(0), code.Int(3)));
        var subgraph = model.Children(2) is [var first, ..] ? first : throw new InvalidDataException("it has no graph");
        _buffers = model.Children(4);
        _tensors = subgraph.Children(0);
        _input = subgraph.Ints(1) is [var input, ..] ? input : throw new InvalidDataException("its graph has no input");
        _operators = subgraph.Children(3);
        // Every int8 weight is a byte of the file: a file whose tensors share one buffer a thousand times cannot fill the memory.
        _weightBudget = fileLength;
    }

    public Network ToNetwork()
    {
        if (Shape(_input) is not [1, var height, var width, var channels])
        {
            throw new InvalidDataException("its input is not one image");
        }

        var current = _input;
        for (var i = 0; i < _operators.Length; i++)
        {
            var inputs = _operators[i].Ints(1);
            if (!inputs.AsSpan(0, Math.Min(2, inputs.Length)).Contains(current) || _operators[i].Ints(2) is not [var output])
            {
                throw new InvalidDataException($"operator {i} does not continue from the one before");
            }

            if (Translate(_operators[i], $"op{i}", inputs, current) is { } layer)
            {
                _layers.Add(layer);
            }

            if (_layers.Count > 0)
            {
                _layerOfTensor[output] = _layers[^1].Name;
            }

            current = output;
        }

        return new Network("tflite", new ActivationShape(channels, height, width), _layers);
    }

    private Layer? Translate(FlatTable operation, string name, int[] inputs, int current)
    {
        var code = _codes[operation.Int(0)];
        switch ((TfliteOperator)code)
        {
            case TfliteOperator.Quantize or TfliteOperator.Dequantize or TfliteOperator.Reshape:
                return null;
            case TfliteOperator.Convolution when Shape(current) is [_, 1, 1, _]:
                return PooledLinear(name, inputs);
            case TfliteOperator.Convolution:
                return Convolve(operation, name, inputs, depthwise: false);
            case TfliteOperator.DepthwiseConvolution:
                return Convolve(operation, name, inputs, depthwise: true);
            case TfliteOperator.Add when inputs is [var a, var b] && _layerOfTensor.TryGetValue(a == current ? b : a, out var with):
                return new Add(name, with);
            case TfliteOperator.Mean:
                return new GlobalAveragePool(name);
            case TfliteOperator.Softmax:
                return new Softmax(name);
            default:
                throw new InvalidDataException($"{name} is operator {code}, which is not supported here");
        }
    }

    private Convolution Convolve(FlatTable operation, string name, int[] inputs, bool depthwise)
    {
        var (input, weightsIndex, biasIndex) = Operands(name, inputs);
        // The weights of a convolution are out × height × width × in, those of a depthwise one 1 × height × width × channels.
        if (Shape(input) is not [_, var height, var width, var inChannels]
            || Shape(weightsIndex) is not [var first, var kernel, var kernelWidth, var last]
            || kernel != kernelWidth || height != width || (depthwise ? first != 1 : last != inChannels))
        {
            throw new InvalidDataException($"{name} has unexpected shapes");
        }

        var options = operation.Child(4) ?? throw new InvalidDataException($"{name} has no options");
        var stride = options.Int(1);
        if (options.SByte(0) != 0 || stride < 1 || options.Int(2) != stride || (depthwise && options.Int(3) != 1))
        {
            throw new InvalidDataException($"{name} is not a SAME-padded convolution of equal strides");
        }

        var activation = options.SByte(depthwise ? 4 : 3) switch
        {
            0 => Activation.None,
            3 => Activation.Relu6,
            var other => throw new InvalidDataException($"{name} has activation {other}, which is not supported here"),
        };
        var outChannels = depthwise ? last : first;
        var weights = Dequantise(name, weightsIndex, channelAxis: depthwise ? 3 : 0);
        return new Convolution(
            name, inChannels, outChannels, kernel, stride, depthwise ? inChannels : 1, Padding.Same(height, kernel, stride), activation,
            ToOutInHeightWidth(weights, depthwise ? 1 : outChannels, kernel * kernel, last), DequantiseBias(name, biasIndex, outChannels));
    }

    private Linear PooledLinear(string name, int[] inputs)
    {
        var (_, weightsIndex, biasIndex) = Operands(name, inputs);
        return Shape(weightsIndex) is [var outputs, 1, 1, var features]
            ? new Linear(name, features, outputs, Dequantise(name, weightsIndex, channelAxis: 0), DequantiseBias(name, biasIndex, outputs))
            : throw new InvalidDataException($"{name} has unexpected shapes");
    }

    private static (int Input, int Weights, int Bias) Operands(string name, int[] inputs) => inputs is [var input, var weights, var bias]
        ? (input, weights, bias)
        : throw new InvalidDataException($"{name} has {inputs.Length} operands instead of 3");

    // o × p × i becomes o × i × p; with o = 1 that turns a depthwise kernel's p × channels into channels × p.
    private static float[] ToOutInHeightWidth(float[] values, int outer, int pixels, int inner)
    {
        var result = new float[values.Length];
        for (var o = 0; o < outer; o++)
        {
            for (var p = 0; p < pixels; p++)
            {
                for (var i = 0; i < inner; i++)
                {
                    result[(((o * inner) + i) * pixels) + p] = values[(((o * pixels) + p) * inner) + i];
                }
            }
        }

        return result;
    }

    private float[] Dequantise(string name, int tensor, int channelAxis)
    {
        var shape = Shape(tensor);
        var bytes = Content(name, tensor, TfliteType.Int8, elementSize: 1);
        var inner = 1;
        for (var axis = channelAxis + 1; axis < shape.Length; axis++)
        {
            inner *= shape[axis];
        }

        var (scales, zeroPoints) = Quantisation(name, tensor, shape[channelAxis], channelAxis);
        var values = new float[bytes.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var channel = i / inner % shape[channelAxis];
            values[i] = ((sbyte)bytes[i] - zeroPoints[channel]) * scales[channel];
        }

        return values;
    }

    private float[] DequantiseBias(string name, int tensor, int channels)
    {
        if (Shape(tensor) is not [var length] || length != channels)
        {
            throw new InvalidDataException($"{name} has unexpected shapes");
        }

        var bytes = MemoryMarshal.Cast<byte, int>(Content(name, tensor, TfliteType.Int32, sizeof(int)).AsSpan());
        var (scales, _) = Quantisation(name, tensor, channels, channelAxis: 0);
        var values = new float[channels];
        for (var i = 0; i < channels; i++)
        {
            // 32-bit integers are beyond what a float holds exactly.
            values[i] = (float)(bytes[i] * (double)scales[i]);
        }

        return values;
    }

    private byte[] Content(string name, int tensor, TfliteType type, int elementSize)
    {
        var count = Shape(tensor).Aggregate(1L, (product, size) => checked(product * size));
        _weightBudget -= count;
        if ((TfliteType)_tensors[tensor].SByte(1) != type)
        {
            throw new InvalidDataException($"{name} has weights of another type than {type}");
        }

        var bytes = _buffers[_tensors[tensor].Int(2)].Bytes(0);
        return _weightBudget >= 0 && bytes.Length == count * elementSize
            ? bytes
            : throw new InvalidDataException($"{name} has {bytes.Length} bytes of weights instead of {count * elementSize}");
    }

    private (float[] Scales, long[] ZeroPoints) Quantisation(string name, int tensor, int channels, int channelAxis)
    {
        var quantisation = _tensors[tensor].Child(4) ?? throw new InvalidDataException($"{name} has weights without a scale");
        var scales = quantisation.Floats(2);
        var zeroPoints = quantisation.Longs(3);
        if (scales.Length > 1 && quantisation.Int(6) != channelAxis)
        {
            throw new InvalidDataException($"{name} has scales along an unexpected axis");
        }

        return (PerChannel(scales, channels, name), zeroPoints.Length == 0 ? new long[channels] : PerChannel(zeroPoints, channels, name));
    }

    private static T[] PerChannel<T>(T[] values, int channels, string name) => values.Length switch
    {
        var n when n == channels => values,
        1 => [.. Enumerable.Repeat(values[0], channels)],
        _ => throw new InvalidDataException($"{name} has {values.Length} scales for {channels} channels"),
    };

    private int[] Shape(int tensor)
    {
        var shape = _tensors[tensor].Ints(0);
        return Array.TrueForAll(shape, size => size is > 0 and <= MaxSize)
            ? shape
            : throw new InvalidDataException($"tensor {tensor} has an unexpected shape");
    }
}
