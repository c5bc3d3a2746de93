using System.Buffers.Binary;
using System.IO.Compression;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Updates.Golden;

/// <summary>Writes 8-bit RGB as PNG (W3C PNG, third edition) without any metadata. The same picture gives the same bytes on the same runtime.</summary>
public static class PngEncoder
{
    private const byte TrueColour = 2, BitDepth = 8, SubtractLeftFilter = 1;
    private static readonly uint[] s_crcTable = CrcTable();

    public static byte[] Encode(RgbImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Height);
        header[8] = BitDepth;
        header[9] = TrueColour;
        header[10..].Clear();
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(picture));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(RgbImage picture)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var filtered = new byte[1 + picture.Stride];
            filtered[0] = SubtractLeftFilter;
            for (var y = 0; y < picture.Height; y++)
            {
                var row = picture.Row(y);
                for (var i = 0; i < row.Length; i++)
                {
                    filtered[1 + i] = (byte)(row[i] - (i < RgbImage.Channels ? 0 : row[i - RgbImage.Channels]));
                }

                zlib.Write(filtered);
            }
        }

        return buffer.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = s_crcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] CrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < table.Length; n++)
        {
            var c = n;
            for (var bit = 0; bit < 8; bit++)
            {
                c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            }

            table[n] = c;
        }

        return table;
    }
}
