using Crowdsource.Formats.Quantization;

namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>
/// Writes a network as TensorFlow Lite. The same network and options give the same bytes. Input and output are float32 in every file: the image is
/// 1 × height × width × 3 (NHWC, see the bundle's preprocessing), what comes out is 1 × labels, or 1 × features of a backbone. Tensors are called by their
/// layers. The versions of the operators are those of TensorFlow 2.3 (2020) and before, which every runtime since then takes. A linear layer is written as a 1 × 1 convolution: TensorFlow's
/// int8 convolutions always had a scale per channel, its fully connected layers only lately.
/// </summary>
public static class TfliteWriter
{
    /// <summary>The name of the input tensor.</summary>
    public const string InputName = "image";

    /// <summary>Writes float32 weights.</summary>
    /// <param name="network">A backbone, a classifier or a part of one: convolutions and residuals, then pooling, then linear layers, a softmax last.</param>
    /// <param name="options">Defaults to no metadata.</param>
    /// <exception cref="NotSupportedException">The network has another order of layers, or a convolution in groups that is not depthwise.</exception>
    public static byte[] Write(Network network, TfliteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new TfliteGraphWriter(network, quantized: null, Describe(options)).Write();
    }

    /// <summary>Writes int8 weights and activations, with the very codes and grids of the network; a softmax works on floats.</summary>
    /// <param name="network">As for float32.</param>
    /// <param name="options">Defaults to no metadata.</param>
    /// <exception cref="NotSupportedException">As for float32.</exception>
    public static byte[] Write(QuantizedNetwork network, TfliteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new TfliteGraphWriter(network.Network, network, Describe(options)).Write();
    }

    private static string Describe(TfliteOptions? options) => string.Join(
        '\n', (options ?? new TfliteOptions()).Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {entry.Value}"));
}
