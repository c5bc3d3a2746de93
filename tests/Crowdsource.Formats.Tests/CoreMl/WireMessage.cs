using System.Buffers.Binary;
using System.Text;

namespace Crowdsource.Formats.Tests.CoreMl;

/// <summary>
/// A protocol buffers message as it lies on the wire (https://protobuf.dev/programming-guides/encoding/), without generated classes: field numbers
/// are looked up by hand. What the judge of the Core ML files shares with their writer is the specification only.
/// </summary>
internal sealed class WireMessage
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public WireMessage(ReadOnlyMemory<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var tag = Varint(bytes.Span, ref at);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    _fields.Add((field, Varint(bytes.Span, ref at), default));
                    break;
                case 2:
                    var length = (int)Varint(bytes.Span, ref at);
                    _fields.Add((field, 0, bytes.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    _fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]), bytes.Slice(at, 4)));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} of field {field} is not expected in these files.");
            }
        }
    }

    public bool Has(int field) => _fields.Exists(entry => entry.Field == field);

    public WireMessage Message(int field) => new(Bytes(field));

    public IEnumerable<WireMessage> Messages(int field) => All(field).Select(entry => new WireMessage(entry.Bytes));

    public IEnumerable<string> Strings(int field) => All(field).Select(entry => Encoding.UTF8.GetString(entry.Bytes.Span));

    public string Text(int field) => Strings(field).SingleOrDefault("");

    /// <summary>0 where the field is missing, as in proto3.</summary>
    public long Number(int field) => All(field).Select(entry => (long)entry.Number).SingleOrDefault();

    public float Float(int field) => All(field).Select(entry => BitConverter.UInt32BitsToSingle((uint)entry.Number)).SingleOrDefault();

    public ReadOnlyMemory<byte> Bytes(int field) => All(field).Select(entry => entry.Bytes).SingleOrDefault();

    /// <summary>Packed floats.</summary>
    public float[] Floats(int field)
    {
        var bytes = Bytes(field).Span;
        var values = new float[bytes.Length / 4];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * 4)..]);
        }

        return values;
    }

    /// <summary>Packed varints.</summary>
    public long[] Numbers(int field)
    {
        var bytes = Bytes(field).Span;
        var values = new List<long>();
        for (var at = 0; at < bytes.Length;)
        {
            values.Add((long)Varint(bytes, ref at));
        }

        return [.. values];
    }

    private IEnumerable<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> All(int field) => _fields.Where(entry => entry.Field == field);

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
