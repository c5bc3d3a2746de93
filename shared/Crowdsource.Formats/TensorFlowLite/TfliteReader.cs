using Crowdsource.Formats.Quantization;
using Google.FlatBuffers;

namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>
/// Reads a TensorFlow Lite image classifier: the first subgraph, which must be one chain of operators with residual additions. Layers are called by
/// their tensors (<c>op0</c>, <c>op1</c>, … where these have no name of their own), so that what <see cref="TfliteWriter"/> wrote is the very same network again: equal digests show
/// that a file computes what the network does. Source of the slot numbers: tensorflow/lite/schema/schema.fbs, version 3.
/// </summary>
public static class TfliteReader
{
    /// <summary>Reads float32 weights as they are, int8 weights (per tensor or per output channel) dequantised; activations are not quantised.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <exception cref="InvalidDataException">Not such a file; the message says in a sentence why.</exception>
    public static Network Read(byte[] file) => Read(file, graph => graph.ToNetwork());

    /// <summary>Reads int8 weights and activations as they are: symmetric weights, float32 input and output, softmax on floats.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <exception cref="InvalidDataException">Not such a file; the message says in a sentence why.</exception>
    public static QuantizedNetwork ReadQuantized(byte[] file) => Read(file, graph => graph.ToQuantizedNetwork());

    private static T Read<T>(byte[] file, Func<TfliteGraph, T> translate)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            var buffer = new ByteBuffer(file);
            if (file.Length < 8 || !Table.__has_identifier(buffer, TfliteFile.Identifier))
            {
                throw new InvalidDataException($"it does not carry the mark {TfliteFile.Identifier}");
            }

            return translate(new TfliteGraph(FlatTable.Root(buffer), file.Length));
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException($"This is not a TensorFlow Lite model that can be read: {error.Message}", error);
        }
    }
}
