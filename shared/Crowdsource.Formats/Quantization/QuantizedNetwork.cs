using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats.Quantization;

/// <summary>
/// A network on the int8 grid of TensorFlow Lite's specification (https://ai.google.dev/edge/litert/conversion/tensorflow/quantization/quantization_spec):
/// int8 weights, int32 biases, int8 activations between all layers. Input and output are float32: the image is quantised inside, and a softmax works on
/// logits that are float again. What ONNX and TensorFlow Lite files are written from.
/// </summary>
public sealed class QuantizedNetwork
{
    // The product of 255 steps and a rounded scale is not exactly 6.
    private const float MostOfRelu6 = 6.0001f;

    private readonly Dictionary<string, ActivationGrid> _outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QuantizedWeights> _weights = new(StringComparer.Ordinal);

    /// <summary>Checks that everything fits.</summary>
    /// <param name="layout">The structure; its own weights are not looked at.</param>
    /// <param name="input">The grid of the image.</param>
    /// <param name="outputs">The grid of each layer's output, by name; a softmax has none.</param>
    /// <param name="weights">The weights of each convolution and linear layer, by name.</param>
    /// <exception cref="ArgumentException">A grid or weights are missing or do not fit; the message names the layer.</exception>
    public QuantizedNetwork(
        Network layout, ActivationGrid input, IReadOnlyDictionary<string, ActivationGrid> outputs, IReadOnlyDictionary<string, QuantizedWeights> weights)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Require(input.IsValid, "the image", "no grid");
        InputGrid = input;
        var layers = new List<Layer>();
        foreach (var layer in layout.Layers)
        {
            var before = layers.Count == 0 ? input : layers[^1] is Softmax ? default : _outputs[layers[^1].Name];
            Require(before.IsValid, layer.Name, "a softmax before it");
            if (layer is not Softmax)
            {
                Require(outputs.TryGetValue(layer.Name, out var output) && output.IsValid, layer.Name, "no grid for its output");
                Require(
                    layer is not Convolution { Activation: Activation.Relu6 } || output is { ZeroPoint: sbyte.MinValue, Most: <= MostOfRelu6 },
                    layer.Name, "a grid beyond [0, 6], where its ReLU6 ends");
                _outputs[layer.Name] = output;
            }

            layers.Add(layer switch
            {
                Convolution c => Weigh(c.Name, c.OutChannels, c.Weights.Length) is var q
                    ? c with { Weights = q.DequantizeWeights(), Bias = q.DequantizeBias(before) } : c,
                Linear l => Weigh(l.Name, l.Outputs, l.Weights.Length) is var q
                    ? l with { Weights = q.DequantizeWeights(), Bias = q.DequantizeBias(before) } : l,
                _ => layer,
            });
        }

        Network = new Network(layout.Name, layout.Input, layers);

        QuantizedWeights Weigh(string layer, int channels, int count)
        {
            Require(
                weights.TryGetValue(layer, out var quantized)
                    && quantized.Codes.Length == count && quantized.Scales.Length == channels && quantized.Bias.Length == channels,
                layer, "no weights that fit");
            Require(
                !quantized!.Codes.AsSpan().Contains(sbyte.MinValue) && Array.TrueForAll(quantized.Scales, scale => float.IsNormal(scale) && scale > 0),
                layer, "weights beyond the grid");
            return _weights[layer] = quantized;
        }
    }

    /// <summary>The structure, with the float weights that the codes stand for; its activations are not on the grid.</summary>
    public Network Network { get; }

    /// <summary>The grid of the image.</summary>
    public ActivationGrid InputGrid { get; }

    /// <summary>The grid of a layer's output; null for a softmax, which gives float.</summary>
    public ActivationGrid? OutputGrid(string layer) => _outputs.TryGetValue(layer, out var grid) ? grid : null;

    /// <summary>The grid of what comes into a layer from the layer before it.</summary>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public ActivationGrid GridBefore(string layer) =>
        Network.IndexOf(layer) is > 0 and var index ? _outputs[Network.Layers[index - 1].Name] : InputGrid;

    /// <summary>The weights of a convolution or linear layer.</summary>
    /// <exception cref="ArgumentException">The layer has none.</exception>
    public QuantizedWeights WeightsOf(string layer) =>
        _weights.TryGetValue(layer, out var weights) ? weights : throw new ArgumentException($"'{layer}' has no weights.", nameof(layer));

    /// <summary>The same codes and grids for another size of the image.</summary>
    /// <param name="size">Width and height in pixels.</param>
    /// <exception cref="InvalidOperationException">See <see cref="Network.ForInput"/>.</exception>
    public QuantizedNetwork ForInput(int size) => new(Network.ForInput(size), InputGrid, _outputs, _weights);

    /// <summary>The identity of structure, codes and grids: SHA-256 in lower-case hexadecimal, whatever file they came from.</summary>
    public string ComputeDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // The float view holds the structure and everything that follows from codes and scales together; these are needed one by one.
        hash.AppendData(Encoding.UTF8.GetBytes($"{Network.ComputeDigest()}\n{Describe(InputGrid)}\n"));
        foreach (var layer in Network.Layers)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{layer.Name} {(OutputGrid(layer.Name) is { } grid ? Describe(grid) : "float")}\n"));
            if (_weights.TryGetValue(layer.Name, out var weights))
            {
                hash.AppendData(MemoryMarshal.AsBytes(weights.Codes.AsSpan()));
                hash.AppendData(MemoryMarshal.AsBytes(weights.Scales.AsSpan()));
                hash.AppendData(MemoryMarshal.AsBytes(weights.Bias.AsSpan()));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Describe(ActivationGrid grid) => FormattableString.Invariant($"{BitConverter.SingleToInt32Bits(grid.Scale)} {grid.ZeroPoint}");

    private static void Require(bool condition, string layer, string otherwise)
    {
        if (!condition)
        {
            throw new ArgumentException($"'{layer}' has {otherwise}.", nameof(layer));
        }
    }
}
