using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats.SafeTensors;

/// <summary>
/// The weights of a network whose structure is known, as a safetensors file (https://github.com/huggingface/safetensors): u64 length of the
/// header, a JSON header with the type, shape and place of each tensor, then the numbers, little-endian float32.
/// </summary>
public static class NetworkWeights
{
    private const string Float32 = "F32";
    private const int Alignment = 8;

    /// <summary>Writes <c>name.weights</c> and <c>name.bias</c> of each layer that has them. Equal networks give equal bytes.</summary>
    public static byte[] Write(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var header = new JsonObject();
        using var numbers = new MemoryStream();
        foreach (var (name, shape, values) in Tensors(network))
        {
            var from = numbers.Length;
            numbers.Write(MemoryMarshal.AsBytes(values.AsSpan()));
            header[name] = new JsonObject
            {
                ["dtype"] = Float32,
                ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(from, numbers.Length),
            };
        }

        var text = JsonSerializer.SerializeToUtf8Bytes(header);
        // Spaces after the header let the numbers begin at a multiple of their size.
        var length = (text.Length + Alignment - 1) / Alignment * Alignment;
        var file = new byte[sizeof(ulong) + length + numbers.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)length);
        file.AsSpan(sizeof(ulong), length).Fill((byte)' ');
        text.CopyTo(file, sizeof(ulong));
        numbers.GetBuffer().AsSpan(0, (int)numbers.Length).CopyTo(file.AsSpan(sizeof(ulong) + length));
        return file;
    }

    /// <summary>The layout with the file's weights.</summary>
    /// <exception cref="InvalidDataException">It is no safetensors file, or not of this layout.</exception>
    public static Network Read(ReadOnlyMemory<byte> file, Network layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        try
        {
            var length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.Span));
            using var header = JsonDocument.Parse(file.Slice(sizeof(ulong), length));
            var numbers = file[(sizeof(ulong) + length)..];
            var tensors = Tensors(layout).ToDictionary(tensor => tensor.Name, tensor => Values(header.RootElement, numbers, tensor), StringComparer.Ordinal);
            return new Network(layout.Name, layout.Input, layout.Layers.Select(layer => layer switch
            {
                Convolution c => c with { Weights = tensors[WeightsName(c)], Bias = tensors[BiasName(c)] },
                Linear l => l with { Weights = tensors[WeightsName(l)], Bias = tensors[BiasName(l)] },
                _ => layer,
            }));
        }
        catch (Exception error) when (error is ArgumentException or JsonException or KeyNotFoundException or OverflowException
            or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"This is no safetensors file of '{layout.Name}': {error.Message}", error);
        }
    }

    private static float[] Values(JsonElement header, ReadOnlyMemory<byte> numbers, (string Name, int[] Shape, float[] Values) expected)
    {
        var tensor = header.GetProperty(expected.Name);
        if (tensor.GetProperty("dtype").GetString() != Float32
            || !tensor.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()).SequenceEqual(expected.Shape))
        {
            throw new FormatException($"{expected.Name} has another type or shape.");
        }

        var offsets = tensor.GetProperty("data_offsets");
        var bytes = numbers.Span[offsets[0].GetInt32()..offsets[1].GetInt32()];
        return bytes.Length == expected.Values.Length * sizeof(float)
            ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
            : throw new FormatException($"{expected.Name} has {bytes.Length} bytes.");
    }

    private static IEnumerable<(string Name, int[] Shape, float[] Values)> Tensors(Network network)
    {
        foreach (var layer in network.Layers)
        {
            switch (layer)
            {
                case Convolution c:
                    yield return (WeightsName(c), [c.OutChannels, c.InChannels / c.Groups, c.Kernel, c.Kernel], c.Weights);
                    yield return (BiasName(c), [c.OutChannels], c.Bias);
                    break;
                case Linear l:
                    yield return (WeightsName(l), [l.Outputs, l.Inputs], l.Weights);
                    yield return (BiasName(l), [l.Outputs], l.Bias);
                    break;
            }
        }
    }

    private static string WeightsName(Layer layer) => $"{layer.Name}.weights";

    private static string BiasName(Layer layer) => $"{layer.Name}.bias";
}
