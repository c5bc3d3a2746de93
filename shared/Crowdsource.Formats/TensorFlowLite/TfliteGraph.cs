using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Quantization;

namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>One subgraph, translated operator by operator.</summary>
internal sealed class TfliteGraph
{
    private readonly string _name;
    private readonly TfliteTensors _tensors;
    private readonly FlatTable[] _operators;
    private readonly int[] _codes;
    private readonly int _input;
    private readonly List<Layer> _layers = [];
    private readonly Dictionary<int, string> _layerOfTensor = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActivationGrid> _grids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QuantizedWeights> _weights = new(StringComparer.Ordinal);
    private ActivationGrid? _inputGrid;
    private string? _notOnGrid;
    private Padding? _padding;
    private bool _pooled;

    public TfliteGraph(FlatTable model, int fileLength)
    {
        _codes = Array.ConvertAll(model.Children(1), code => Math.Max(code.SByte(0), code.Int(3)));
        var subgraph = model.Children(2) is [var first, ..] ? first : throw new InvalidDataException("it has no graph");
        _name = subgraph.Text(4) is { Length: > 0 } name ? name : "tflite";
        _tensors = new TfliteTensors(model, subgraph, fileLength);
        _input = subgraph.Ints(1) is [var input, ..] ? input : throw new InvalidDataException("its graph has no input");
        _operators = subgraph.Children(3);
    }

    public Network ToNetwork()
    {
        if (_tensors.Shape(_input) is not [1, var height, var width, var channels])
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

            if (Translate(_operators[i], Name(output, i), inputs, current, output) is { } layer)
            {
                _layers.Add(layer);
                if (_tensors.Grid(output) is { } grid)
                {
                    _grids.Add(layer.Name, grid);
                }
            }

            if (_layers.Count > 0 && _padding is null)
            {
                _layerOfTensor[output] = _layers[^1].Name;
            }

            current = output;
        }

        return new Network(_name, new ActivationShape(channels, height, width), _layers);
    }

    public QuantizedNetwork ToQuantizedNetwork()
    {
        var network = ToNetwork();
        return _notOnGrid is null && _inputGrid is { } grid
            ? new QuantizedNetwork(network, grid, _grids, _weights)
            : throw new InvalidDataException(_notOnGrid ?? "its image is not put on an int8 grid");
    }

    private string Name(int output, int index) =>
        _tensors.Name(output) is { Length: > 0 } name && !_names.Contains(name) ? name : $"op{index}";

    private Layer? Translate(FlatTable operation, string name, int[] inputs, int current, int output)
    {
        var code = (TfliteOperator)_codes[operation.Int(0)];
        if (_padding is not null && code is not (TfliteOperator.Convolution or TfliteOperator.DepthwiseConvolution))
        {
            throw new InvalidDataException($"{name} works on padded numbers, which only a convolution may");
        }

        switch (code)
        {
            case TfliteOperator.Quantize:
                _inputGrid ??= _tensors.Grid(output);
                _notOnGrid ??= _layers.Count == 0 ? null : $"{name} changes grids between layers";
                return null;
            case TfliteOperator.Dequantize or TfliteOperator.Reshape:
                return null;
            case TfliteOperator.Pad:
                _padding = ToPadding(name, inputs);
                return null;
            case TfliteOperator.Convolution:
                return Convolve(operation, name, inputs, output, depthwise: false);
            case TfliteOperator.DepthwiseConvolution:
                return Convolve(operation, name, inputs, output, depthwise: true);
            case TfliteOperator.Add when inputs is [var a, var b] && _layerOfTensor.TryGetValue(a == current ? b : a, out var with):
                return Named(new Add(name, with));
            case TfliteOperator.Mean when inputs is [_, var axes] && _tensors.Content<int>(axes, TfliteType.Int32) is [1, 2]:
                _pooled = true;
                return Named(new GlobalAveragePool(name));
            case TfliteOperator.Softmax:
                _notOnGrid ??= _tensors.Type(current) == TfliteType.Float32 ? null : $"{name} works on codes";
                return Named(new Softmax(name));
            default:
                throw new InvalidDataException($"{name} is operator {(int)code}, which is not supported here");
        }
    }

    private T Named<T>(T layer)
        where T : Layer
    {
        _names.Add(layer.Name);
        return layer;
    }

    private Padding ToPadding(string name, int[] inputs) =>
        inputs is [_, var widths] && _tensors.Shape(widths) is [4, 2]
        && _tensors.Content<int>(widths, TfliteType.Int32) is [0, 0, var top, var bottom, var left, var right, 0, 0]
        && Math.Max(Math.Max(top, bottom), Math.Max(left, right)) <= TfliteTensors.MaxSize
            ? new Padding(top, left, bottom, right)
            : throw new InvalidDataException($"{name} is no padding of height and width");

    private Layer Convolve(FlatTable operation, string name, int[] inputs, int output, bool depthwise)
    {
        var (input, weightsTensor, biasTensor) = inputs is [var i, var w, var b]
            ? (i, w, b)
            : throw new InvalidDataException($"{name} has {inputs.Length} operands instead of 3");
        // The weights of a convolution are out × height × width × in, those of a depthwise one 1 × height × width × channels.
        if (_tensors.Shape(input) is not [_, var height, var width, var inChannels]
            || _tensors.Shape(weightsTensor) is not [var first, var kernel, var kernelWidth, var last]
            || kernel != kernelWidth || (depthwise ? first != 1 || last % inChannels != 0 : last != inChannels))
        {
            throw new InvalidDataException($"{name} has unexpected shapes");
        }

        var outChannels = depthwise ? last : first;
        var options = operation.Child(4) ?? throw new InvalidDataException($"{name} has no options");
        var stride = options.Int(1);
        var dilation = depthwise ? 5 : 4;
        if (stride is < 1 or > TfliteTensors.MaxSize || options.Int(2) != stride || (depthwise && options.Int(3) != outChannels / inChannels)
            || options.Int(dilation, 1) != 1 || options.Int(dilation + 1, 1) != 1)
        {
            throw new InvalidDataException($"{name} is not a plain convolution of equal strides");
        }

        var padding = ((TflitePadding)options.SByte(0), _padding) switch
        {
            (TflitePadding.Same, null) => Padding.Same(new ActivationShape(1, height, width), kernel, stride),
            (TflitePadding.Valid, var before) => before ?? default,
            _ => throw new InvalidDataException($"{name} has a padding that is not supported here"),
        };
        _padding = null;
        var activation = (TfliteActivation)options.SByte(depthwise ? 4 : 3) switch
        {
            TfliteActivation.None => Activation.None,
            TfliteActivation.Relu6 => Activation.Relu6,
            var other => throw new InvalidDataException($"{name} has activation {(int)other}, which is not supported here"),
        };
        if (_tensors.Shape(biasTensor) is not [var biases] || biases != outChannels)
        {
            throw new InvalidDataException($"{name} has biases of an unexpected shape");
        }

        var (weights, bias) = _tensors.Type(weightsTensor) == TfliteType.Float32 && _tensors.Type(output) == TfliteType.Float32
            ? (WeightOrder.FromFile(_tensors.Content<float>(weightsTensor, TfliteType.Float32), outChannels, kernel, depthwise),
                _tensors.Content<float>(biasTensor, TfliteType.Float32))
            : Dequantise(name, input, weightsTensor, biasTensor, outChannels, kernel, depthwise);
        return Named<Layer>(_pooled
            ? new Linear(name, inChannels, outChannels, weights, bias)
            : new Convolution(name, inChannels, outChannels, kernel, stride, depthwise ? inChannels : 1, padding, activation, weights, bias));
    }

    private (float[] Weights, float[] Bias) Dequantise(
        string name, int input, int weightsTensor, int biasTensor, int outChannels, int kernel, bool depthwise)
    {
        var codes = WeightOrder.FromFile(_tensors.Content<sbyte>(weightsTensor, TfliteType.Int8), outChannels, kernel, depthwise);
        var bias = _tensors.Content<int>(biasTensor, TfliteType.Int32);
        var (scales, zeroPoints) = _tensors.Grid(weightsTensor, outChannels, WeightOrder.ChannelAxis(depthwise));
        var (biasScales, _) = _tensors.Grid(biasTensor, outChannels, channelAxis: 0);
        var quantized = new QuantizedWeights(codes, scales, bias);
        if (Array.TrueForAll(zeroPoints, zero => zero == 0)
            && _tensors.Grid(input) is { } grid && quantized.BiasScales(grid).AsSpan().SequenceEqual(biasScales))
        {
            _weights.Add(name, quantized);
        }

        var perChannel = codes.Length / outChannels;
        var weights = new float[codes.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = (codes[i] - zeroPoints[i / perChannel]) * scales[i / perChannel];
        }

        // 32-bit integers are beyond what a float holds exactly.
        return (weights, [.. bias.Zip(biasScales, (code, scale) => (float)(code * (double)scale))]);
    }
}
