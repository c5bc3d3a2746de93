using System.Runtime.InteropServices;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Quantization;

namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>Writes one network, layer by layer, with float32 or int8 numbers between them.</summary>
internal sealed class TfliteGraphWriter(Network network, QuantizedNetwork? quantized, string description)
{
    private readonly TfliteFile _file = new(description);
    private readonly Dictionary<string, Value> _outputs = new(StringComparer.Ordinal);
    private bool _pooled;

    public byte[] Write()
    {
        var image = AddValue(TfliteWriter.InputName, TfliteWriter.InputName, network.Input, grid: null);
        var current = quantized is null ? image : Quantize(image, quantized.InputGrid);
        for (var i = 0; i < network.Layers.Length; i++)
        {
            var layer = network.Layers[i];
            current = _outputs[layer.Name] = Add(layer, current, network.Shapes[i]);
        }

        var output = Dequantize(_pooled ? Flatten(current) : current);
        return _file.Finish(network.Name, image.Tensor, output.Tensor);
    }

    private Value Add(Layer layer, Value input, ActivationShape shape)
    {
        switch (layer)
        {
            case Convolution c when !_pooled && (c.Groups == 1 || c.IsDepthwise):
                return Convolve(c, input, shape);
            case Add a:
                var plain = _file.Table(2, static _ => { });
                return Operate(a, TfliteOperator.Add, int8Version: 2, [_outputs[a.With].Tensor, input.Tensor], shape, TfliteOperatorOptions.Add, plain);
            case GlobalAveragePool:
                _pooled = true;
                var axes = Constant($"{layer.Name}.axes", [2], 1, 2);
                var keepAxes = _file.Table(1, static builder => builder.AddBool(0, true, false));
                return Operate(layer, TfliteOperator.Mean, int8Version: 2, [input.Tensor, axes], shape, TfliteOperatorOptions.Reducer, keepAxes);
            case Linear l when _pooled && !input.IsFlat:
                return Convolve(new Convolution(l.Name, l.Inputs, l.Outputs, 1, 1, 1, default, Activation.None, l.Weights, l.Bias), input, shape);
            case Softmax when layer == network.Layers[^1]:
                var beta = _file.Table(1, static builder => builder.AddFloat(0, 1, 0));
                var probabilities = AddValue(layer.Name, layer.Name, shape, grid: null, isFlat: true);
                _file.AddOperator(
                    TfliteOperator.Softmax, 1, [Dequantize(Flatten(input)).Tensor], probabilities.Tensor, TfliteOperatorOptions.Softmax, beta);
                return probabilities;
            default:
                throw new NotSupportedException($"TensorFlow Lite: layer '{layer.Name}' ({layer.GetType().Name}) cannot be written at its place.");
        }
    }

    private Value Convolve(Convolution c, Value input, ActivationShape shape)
    {
        var padding = c.Padding == Padding.Same(input.Shape, c.Kernel, c.Stride) ? TflitePadding.Same : TflitePadding.Valid;
        if (padding == TflitePadding.Valid && c.Padding != default)
        {
            input = Pad(c, input);
        }

        var (weights, bias) = AddWeights(c, input.Grid);
        var activation = c.Activation == Activation.Relu6 ? TfliteActivation.Relu6 : TfliteActivation.None;
        var options = _file.Table(7, builder =>
        {
            builder.AddSbyte(0, (sbyte)padding, 0);
            builder.AddInt(1, c.Stride, 0);
            builder.AddInt(2, c.Stride, 0);
            if (c.IsDepthwise)
            {
                builder.AddInt(3, c.OutChannels / c.InChannels, 0);
            }

            builder.AddSbyte(c.IsDepthwise ? 4 : 3, (sbyte)activation, 0);
        });
        var (operation, optionsType) = c.IsDepthwise
            ? (TfliteOperator.DepthwiseConvolution, TfliteOperatorOptions.DepthwiseConvolution)
            : (TfliteOperator.Convolution, TfliteOperatorOptions.Convolution);
        return Operate(c, operation, int8Version: 3, [input.Tensor, weights, bias], shape, optionsType, options);
    }

    private (int Weights, int Bias) AddWeights(Convolution c, ActivationGrid? input)
    {
        var (weights, bias) = ($"{c.Name}.weights", $"{c.Name}.bias");
        var shape = WeightOrder.Shape(c);
        if (input is null)
        {
            var floats = WeightOrder.ToFile(c.Weights, c.OutChannels, c.Kernel, c.IsDepthwise);
            return (
                _file.AddTensor(weights, TfliteType.Float32, shape, grid: null, MemoryMarshal.AsBytes<float>(floats)),
                _file.AddTensor(bias, TfliteType.Float32, [c.OutChannels], grid: null, MemoryMarshal.AsBytes<float>(c.Bias)));
        }

        var numbers = quantized!.WeightsOf(c.Name);
        var codes = WeightOrder.ToFile(numbers.Codes, c.OutChannels, c.Kernel, c.IsDepthwise);
        var zeros = new long[c.OutChannels];
        var grid = new TfliteGrid(numbers.Scales, zeros, WeightOrder.ChannelAxis(c.IsDepthwise));
        var biasGrid = new TfliteGrid(numbers.BiasScales(input.Value), zeros, 0);
        return (
            _file.AddTensor(weights, TfliteType.Int8, shape, grid, MemoryMarshal.AsBytes<sbyte>(codes)),
            _file.AddTensor(bias, TfliteType.Int32, [c.OutChannels], biasGrid, MemoryMarshal.AsBytes<int>(numbers.Bias)));
    }

    // The operator whose output is that of the layer.
    private Value Operate(
        Layer layer, TfliteOperator operation, int int8Version, ReadOnlySpan<int> inputs, ActivationShape shape, TfliteOperatorOptions optionsType, int options)
    {
        var output = AddValue(layer.Name, layer.Name, shape, quantized?.OutputGrid(layer.Name));
        _file.AddOperator(operation, quantized is null ? 1 : int8Version, inputs, output.Tensor, optionsType, options);
        return output;
    }

    private Value Quantize(Value value, ActivationGrid grid)
    {
        var codes = AddValue($"{value.Source}.codes", value.Source, value.Shape, grid, value.IsFlat);
        _file.AddOperator(TfliteOperator.Quantize, 1, [value.Tensor], codes.Tensor);
        return codes;
    }

    private Value Dequantize(Value value)
    {
        if (value.Grid is null)
        {
            return value;
        }

        var floats = AddValue($"{value.Source}.float", value.Source, value.Shape, grid: null, value.IsFlat);
        _file.AddOperator(TfliteOperator.Dequantize, 2, [value.Tensor], floats.Tensor);
        return floats;
    }

    private Value Flatten(Value value)
    {
        if (value.IsFlat)
        {
            return value;
        }

        var flat = AddValue($"{value.Source}.flat", value.Source, value.Shape, value.Grid, isFlat: true);
        var shape = Constant($"{value.Source}.shape", [2], 1, value.Shape.Channels);
        var shapeOption = _file.AddIntegers([1, value.Shape.Channels]);
        var options = _file.Table(1, builder => builder.AddOffset(0, shapeOption, 0));
        _file.AddOperator(TfliteOperator.Reshape, 1, [value.Tensor, shape], flat.Tensor, TfliteOperatorOptions.Reshape, options);
        return flat;
    }

    // Integers are padded with the code of 0.
    private Value Pad(Convolution c, Value input)
    {
        var (top, left, bottom, right) = c.Padding;
        var shape = input.Shape with { Height = input.Shape.Height + top + bottom, Width = input.Shape.Width + left + right };
        var padded = AddValue($"{c.Name}.padded", input.Source, shape, input.Grid);
        var widths = Constant($"{c.Name}.padding", [4, 2], 0, 0, top, bottom, left, right, 0, 0);
        var plain = _file.Table(0, static _ => { });
        _file.AddOperator(TfliteOperator.Pad, quantized is null ? 1 : 2, [input.Tensor, widths], padded.Tensor, TfliteOperatorOptions.Pad, plain);
        return padded;
    }

    private int Constant(string name, ReadOnlySpan<int> shape, params ReadOnlySpan<int> values) =>
        _file.AddTensor(name, TfliteType.Int32, shape, grid: null, MemoryMarshal.AsBytes(values));

    private Value AddValue(string name, string source, ActivationShape shape, ActivationGrid? grid, bool isFlat = false)
    {
        ReadOnlySpan<int> sizes = isFlat ? [1, shape.Channels] : [1, shape.Height, shape.Width, shape.Channels];
        var codes = grid is { } g ? new TfliteGrid([g.Scale], [g.ZeroPoint], 0) : null;
        return new Value(_file.AddTensor(name, grid is null ? TfliteType.Float32 : TfliteType.Int8, sizes, codes), source, shape, grid, isFlat);
    }

    /// <summary>A tensor between two operators.</summary>
    /// <param name="Tensor">Its number.</param>
    /// <param name="Source">The layer that it comes from.</param>
    /// <param name="Shape">Without the batch.</param>
    /// <param name="Grid">Of its int8 codes; null: it is float32.</param>
    /// <param name="IsFlat">Batch × channels in the file, not batch × height × width × channels.</param>
    private readonly record struct Value(int Tensor, string Source, ActivationShape Shape, ActivationGrid? Grid, bool IsFlat);
}
