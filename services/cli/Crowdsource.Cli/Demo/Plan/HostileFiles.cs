using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Crowdsource.Cli.Demo.Samples;

namespace Crowdsource.Cli.Demo.Plan;

/// <summary>Files that should cost one rejection each and nothing else.</summary>
internal static class HostileFiles
{
    /// <summary>How many sorts there are; a number beyond starts over with other bytes.</summary>
    public const int Kinds = 8;

    private static readonly byte[] s_pngStart = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="number">Chooses the sort and seeds the bytes.</param>
    /// <param name="photo">A real photo, to be damaged.</param>
    public static byte[] Create(int number, byte[] photo) => (number % Kinds) switch
    {
        0 => Noise(number, 6000),
        1 => Encoding.UTF8.GetBytes($"<!doctype html><title>{number}</title><script>alert(document.cookie)</script>"),
        2 => Truncated(PictureFile.SavedAgain(photo, 90) ?? photo),
        3 => EnormousPng(30_000 + number),
        4 => PictureFile.Gif(SamplePhotos.RenderEmpty(number, seed: 4)),
        5 => Encoding.UTF8.GetBytes($"<svg xmlns='http://www.w3.org/2000/svg' width='{200 + number}' height='200'><image href='/etc/passwd'/></svg>"),
        6 => [0xFF, 0xD8, 0xFF, (byte)number],
        _ => [.. s_pngStart, .. Noise(number, 400)],
    };

    private static byte[] Noise(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Truncated(byte[] file) => file[..(file.Length * 6 / 10)];

    /// <summary>Small on disk, gigabytes when believed.</summary>
    private static byte[] EnormousPng(int side)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        (header[8], header[9]) = (8, 2);
        using var rows = new MemoryStream();
        using (var packed = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            packed.Write(new byte[1 << 20]);
        }

        return [.. s_pngStart, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, rows.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        name.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc32(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    /// <summary>As PNG wants it (ISO 3309).</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
