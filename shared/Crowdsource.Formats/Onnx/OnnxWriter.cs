using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Quantization;
using static Crowdsource.Formats.Onnx.OnnxGraph;

namespace Crowdsource.Formats.Onnx;

/// <summary>
/// Writes a network as ONNX. The same network and options give the same bytes. Operator set 13 and file version 7 (ONNX 1.8,
/// November 2020), which every ONNX Runtime since 1.7 reads, mobile builds included. Input and output are float32 in every file.
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

    private const string ZeroName = "zero", SixName = "six";

    /// <summary>Writes the network in float32; its last layer decides what the output is and how it is called.</summary>
    /// <param name="network">A backbone, a classifier or a part of one.</param>
    /// <param name="options">Defaults to a batch of 1 without metadata.</param>
    public static byte[] Write(Network network, OnnxOptions? options = null) => Write(network, new OnnxNumbers(), options);

    /// <summary>Writes the network in float16, half the size: weights and layers, but for a softmax.</summary>
    /// <param name="network">As for <see cref="Write(Network, OnnxOptions?)"/>.</param>
    /// <param name="options">Defaults to a batch of 1 without metadata.</param>
    /// <exception cref="ArgumentException">A weight is beyond half precision (±65504), or every layer is asked for.</exception>
    public static byte[] WriteHalf(Network network, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (options is { EveryLayer: true })
        {
            throw new ArgumentException("Layers between are float16, outputs of files are float32.", nameof(options));
        }

        return Write(network.RoundedToHalf(), new HalfNumbers(), options);
    }

    /// <summary>
    /// Writes a quantised network as QDQ. ONNX Runtime on a processor without VNNI gives wrong answers for it unless the session has
    /// <c>session.x64quantprecision=1</c>; ARM processors need no such care.
    /// </summary>
    /// <param name="network">A quantised classifier or backbone.</param>
    /// <param name="options">Defaults to a batch of 1 without metadata.</param>
    public static byte[] Write(QuantizedNetwork network, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Write(network.Network, new QuantizedNumbers(network), options);
    }

    /// <summary>How the output of a network that ends in this layer is called.</summary>
    public static string OutputName(Layer last) => last switch
    {
        Softmax => ProbabilitiesName,
        Linear => LogitsName,
        GlobalAveragePool => FeaturesName,
        _ => ActivationsName,
    };

    private static byte[] Write(Network network, OnnxNumbers numbers, OnnxOptions? options)
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= new OnnxOptions();
        var graph = new OnnxGraph(network.Name);
        graph.AddInput(InputName, network.Input, options.FreeBatch);
        if (numbers.Clips && network.Layers.Any(layer => layer is Convolution { Activation: Activation.Relu6 }))
        {
            numbers.AddConstant(graph, ZeroName, [0f]);
            numbers.AddConstant(graph, SixName, [6f]);
        }

        var previous = numbers.Enter(graph, InputName);
        for (var i = 0; i < network.Layers.Length; i++)
        {
            var layer = network.Layers[i];
            var isOutput = i == network.Layers.Length - 1;
            var result = isOutput ? OutputName(layer) : layer.Name;
            AddNodes(graph, numbers, layer, previous, isOutput, result);
            if (isOutput || options.EveryLayer)
            {
                graph.AddOutput(result, network.Shapes[i], options.FreeBatch, flat: layer is GlobalAveragePool or Linear or Softmax);
            }

            previous = result;
        }

        return graph.ToFile(options.Metadata);
    }

    private static void AddNodes(OnnxGraph graph, OnnxNumbers numbers, Layer layer, string input, bool isOutput, string result)
    {
        var name = layer.Name;
        switch (layer)
        {
            case Convolution c:
                var (kernel, offset) = numbers.AddWeights(graph, name, c.Weights, c.Bias, [c.OutChannels, c.InChannels / c.Groups, c.Kernel, c.Kernel]);
                var clipped = c.Activation == Activation.Relu6 && numbers.Clips;
                numbers.AddStep(graph, layer, isOutput, result, computed =>
                {
                    var linear = clipped ? $"{name}.linear" : computed;
                    graph.AddNode(
                        "Conv", name, [input, kernel, offset], linear,
                        Ints("kernel_shape", c.Kernel, c.Kernel),
                        Ints("strides", c.Stride, c.Stride),
                        Ints("pads", c.Padding.Top, c.Padding.Left, c.Padding.Bottom, c.Padding.Right),
                        Ints("dilations", 1, 1),
                        Int("group", c.Groups));
                    if (clipped)
                    {
                        graph.AddNode("Clip", $"{name}.relu6", [linear, ZeroName, SixName], computed);
                    }
                });
                break;
            case Add a:
                numbers.AddStep(graph, layer, isOutput, result, computed => graph.AddNode("Add", name, [a.With, input], computed));
                break;
            case GlobalAveragePool:
                var mean = $"{name}.mean";
                numbers.AddStep(graph, layer, isOutput: false, mean, computed => graph.AddNode("GlobalAveragePool", name, [input], computed));
                numbers.AddStep(graph, layer, isOutput, result, computed => graph.AddNode("Flatten", $"{name}.flatten", [mean], computed, Int("axis", 1)));
                break;
            case Linear l:
                var (weights, bias) = numbers.AddWeights(graph, name, l.Weights, l.Bias, [l.Outputs, l.Inputs]);
                numbers.AddStep(
                    graph, layer, isOutput, result, computed => graph.AddNode("Gemm", name, [input, weights, bias], computed, Int("transB", 1)));
                break;
            case Softmax:
                var logits = numbers.ToFloat(graph, input);
                numbers.AddStep(graph, layer, isOutput, result, computed => graph.AddNode("Softmax", name, [logits], computed, Int("axis", 1)));
                break;
            default:
                throw new NotSupportedException($"ONNX: no operator is known for layer '{name}' ({layer.GetType().Name}).");
        }
    }
}
