using Google.FlatBuffers;

namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>
/// Reads a TensorFlow Lite image classifier with int8 weights (per tensor or per output channel) as a float network: weights are
/// dequantised, activations are not quantised. Layers are called <c>op0</c>, <c>op1</c>, … by their operator's index. Source of the slot
/// numbers: tensorflow/lite/schema/schema.fbs, version 3.
/// </summary>
public static class TfliteReader
{
    private const string Identifier = "TFL3";

    /// <summary>Reads the first subgraph, which must be one chain of operators with residual additions.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <exception cref="InvalidDataException">Not such a file; the message says in a sentence why.</exception>
    public static Network Read(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            var buffer = new ByteBuffer(file);
            if (file.Length < 8 || !Table.__has_identifier(buffer, Identifier))
            {
                throw new InvalidDataException("it does not carry the mark TFL3");
            }

            return new TfliteGraph(FlatTable.Root(buffer), file.Length).ToNetwork();
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException($"This is not a TensorFlow Lite model that can be read: {error.Message}", error);
        }
    }
}
