using System.Text;
using Google.FlatBuffers;

namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>A flatbuffer table read by slot number, with every offset and length checked against the file.</summary>
internal readonly struct FlatTable(ByteBuffer buffer, int position)
{
    // Far more than any list of tables or numbers of a graph that is read here has, apart from weights: many tables of a damaged file may share one list.
    private const int MaxListLength = 1 << 16;
    private const int MaxTextLength = 1000;

    private readonly Table _table = new(position, buffer);

    public static FlatTable Root(ByteBuffer buffer) => At(buffer, buffer.GetInt(0));

    public sbyte SByte(int slot) => Field(slot) is var field and > 0 ? _table.bb.GetSbyte(field) : (sbyte)0;

    public int Int(int slot, int otherwise = 0) => Field(slot) is var field and > 0 ? _table.bb.GetInt(field) : otherwise;

    public string Text(int slot) => Encoding.UTF8.GetString(Scalars<byte>(slot, sizeof(byte), MaxTextLength));

    public int[] Ints(int slot, int most = MaxListLength) => Scalars<int>(slot, sizeof(int), most);

    public float[] Floats(int slot) => Scalars<float>(slot, sizeof(float), MaxListLength);

    public long[] Longs(int slot) => Scalars<long>(slot, sizeof(long), MaxListLength);

    public byte[] Bytes(int slot) => Scalars<byte>(slot, sizeof(byte), int.MaxValue);

    public FlatTable? Child(int slot) => Field(slot) is var field and > 0 ? At(_table.bb, checked(field + _table.bb.GetInt(field))) : null;

    public FlatTable[] Children(int slot)
    {
        var (start, count) = Vector(slot, sizeof(int), MaxListLength);
        var children = new FlatTable[count];
        for (var i = 0; i < count; i++)
        {
            var element = start + (i * sizeof(int));
            children[i] = At(_table.bb, checked(element + _table.bb.GetInt(element)));
        }

        return children;
    }

    private static FlatTable At(ByteBuffer buffer, int position) => position > 0 && position <= buffer.Length - sizeof(int)
        ? new FlatTable(buffer, position)
        : throw new InvalidDataException("an offset points outside the file");

    // Slot n stands at byte 4 + 2n of the table's vtable, after the vtable's and the table's sizes.
    private int Field(int slot)
    {
        var offset = _table.__offset(4 + (2 * slot));
        return offset == 0 ? 0 : _table.bb_pos + offset;
    }

    private T[] Scalars<T>(int slot, int size, int most)
        where T : struct
    {
        var (start, count) = Vector(slot, size, most);
        return count == 0 ? [] : _table.bb.ToArray<T>(start, count);
    }

    private (int Start, int Count) Vector(int slot, int elementSize, int most)
    {
        var field = Field(slot);
        if (field <= 0)
        {
            return (0, 0);
        }

        var vector = checked(field + _table.bb.GetInt(field));
        var count = _table.bb.GetInt(vector);
        var start = vector + sizeof(int);
        return count >= 0 && count <= most && count <= (_table.bb.Length - start) / elementSize
            ? (start, count)
            : throw new InvalidDataException("a list is longer than it can be");
    }
}
