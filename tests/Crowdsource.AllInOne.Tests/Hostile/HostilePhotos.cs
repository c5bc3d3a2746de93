using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Crowdsource.Domain.Submissions;
using NetVips;

namespace Crowdsource.AllInOne.Tests.Hostile;

/// <summary>Files that a decoder or whoever calls it may choke on, and what becomes of each; null: it is a photo.</summary>
internal static class HostilePhotos
{
    private const int Megabyte = 1024 * 1024;

    public static IEnumerable<(string Name, byte[] File, string? Code)> All() => [.. Sound(), .. Odd(), .. NoPhotos()];

    /// <summary>Unusual, but photos.</summary>
    private static IEnumerable<(string Name, byte[] File, string? Code)> Sound()
    {
        using var colours = Texture(1);
        using var grey = colours.Colourspace(Enums.Interpretation.Bw);
        using var alpha = colours.Bandjoin(grey);
        yield return ("progressive.jpg", colours.JpegsaveBuffer(interlace: true), null);
        yield return ("grey.jpg", Grey(2).JpegsaveBuffer(), null);
        yield return ("cmyk.jpg", Texture(3).Colourspace(Enums.Interpretation.Cmyk).JpegsaveBuffer(), null);
        yield return ("16 bit.png", Texture(4).Colourspace(Enums.Interpretation.Rgb16).PngsaveBuffer(), null);
        yield return ("16 bit grey.png", Texture(5).Colourspace(Enums.Interpretation.Grey16).PngsaveBuffer(), null);
        yield return ("palette.png", Texture(6).PngsaveBuffer(palette: true), null);
        yield return ("one bit.png", (Grey(7) > Grey(7).Avg()).PngsaveBuffer(bitdepth: 1), null);
        yield return ("interlaced.png", Texture(8).PngsaveBuffer(interlace: true), null);
        yield return ("translucent.png", alpha.PngsaveBuffer(), null);
        yield return ("lossless.webp", Texture(9).WebpsaveBuffer(lossless: true), null);
        using var translucent = Texture(10).Bandjoin(Grey(11));
        yield return ("translucent.webp", translucent.WebpsaveBuffer(), null);
        yield return ("animated.webp", Animation(), null);
        yield return ("animated.png", WithChunk(Texture(14).PngsaveBuffer(), "acTL", [0, 0, 0, 2, 0, 0, 0, 0]), null);
        yield return ("transparent colour.png", WithChunk(Texture(15).PngsaveBuffer(keep: Enums.ForeignKeep.None), "tRNS", [0, 9, 0, 9, 0, 9]), null);
    }

    /// <summary>Photos with something hidden in them, or wrong about them.</summary>
    private static IEnumerable<(string Name, byte[] File, string? Code)> Odd()
    {
        yield return ("jpeg and page.jpg", [.. Jpeg(20), .. "<html><script>alert(1)</script></html>"u8], null);
        yield return ("page inside.jpg", WithSegments(Jpeg(21), 0xFE, "<html><body onload=alert(1)>"u8.ToArray(), 1), null);
        yield return ("jpeg and archive.jpg", [.. Jpeg(22), .. "PK\u0003\u0004"u8, .. new byte[2000]], null);
        yield return ("ten megabytes of comments.jpg", WithSegments(Jpeg(23), 0xFE, new byte[65_000], 10 * Megabyte / 65_000), null);
        yield return ("a megabyte of colour profile.jpg", WithSegments(Jpeg(24), 0xE2, [.. "ICC_PROFILE\0\u0001\u0010"u8, .. new byte[65_000]], 16), null);
        yield return ("two exif blocks of nonsense.jpg", WithSegments(Jpeg(25), 0xE1, [.. "Exif\0\0II*\0"u8, .. Enumerable.Repeat((byte)0xFF, 60_000)], 2), null);
        yield return ("ten megabytes of text.png", WithChunk(Texture(26).PngsaveBuffer(), "tEXt", [.. "Comment\0"u8, .. new byte[10 * Megabyte]]), null);
        yield return ("text that inflates to a gigabyte.png", WithChunk(Texture(27).PngsaveBuffer(), "zTXt", [.. "Comment\0\0"u8, .. Zeros(1024L * Megabyte)]), null);
        yield return ("many scans.jpg", WithScans(Flat(8000, 8000).JpegsaveBuffer(interlace: true), 2000), RejectionCode.Truncated);
        yield return ("half.jpg", Jpeg(29)[..^(Jpeg(29).Length / 2)], RejectionCode.Truncated);
        yield return ("half.png", Texture(30).PngsaveBuffer()[..5000], RejectionCode.Truncated);
        yield return ("half.webp", Texture(31).WebpsaveBuffer()[..2000], RejectionCode.Truncated);
        yield return ("no pixels.jpg", [0xFF, 0xD8, 0xFF, 0xD9], RejectionCode.NotAnImage);
        yield return ("signature only.png", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A], RejectionCode.Truncated);
    }

    /// <summary>Not photos, or none that can be used, whatever they are called.</summary>
    private static IEnumerable<(string Name, byte[] File, string? Code)> NoPhotos()
    {
        yield return ("one pixel.png", Flat(1, 1).PngsaveBuffer(), RejectionCode.TooSmall);
        yield return ("a line.png", Flat(16_000, 1).PngsaveBuffer(), RejectionCode.TooSmall);
        yield return ("a strip.png", Flat(16_000, 70).PngsaveBuffer(), RejectionCode.TooSmall);
        yield return ("100 black megapixels.png", Flat(10_000, 10_000).PngsaveBuffer(), RejectionCode.TooDark);
        yield return ("900 megapixels.png", Bomb(30_000), RejectionCode.TooLarge);
        yield return ("archive.jpg", [.. "PK\u0003\u0004"u8, .. new byte[500]], RejectionCode.NotAnImage);
        yield return ("document.jpg", [.. "%PDF-1.7\n"u8, .. new byte[500]], RejectionCode.NotAnImage);
        yield return ("drawing.jpg", Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"), RejectionCode.NotAnImage);
        yield return ("page.png", Encoding.UTF8.GetBytes("<!doctype html><script>alert(1)</script>"), RejectionCode.NotAnImage);
        yield return ("program.jpg", [0x7F, .. "ELF"u8, .. new byte[500]], RejectionCode.NotAnImage);
        yield return ("animation.jpg", Texture(40).GifsaveBuffer(), RejectionCode.UnsupportedFormat);
        yield return ("scan.jpg", Texture(41).TiffsaveBuffer(), RejectionCode.UnsupportedFormat);
        yield return ("iphone.jpg", [0, 0, 0, 24, .. "ftypheic\0\0\0\0mif1heic"u8, .. new byte[500]], RejectionCode.UnsupportedFormat);
        yield return ("android.jpg", [0, 0, 0, 24, .. "ftypavif\0\0\0\0mif1avif"u8, .. new byte[500]], RejectionCode.UnsupportedFormat);
        yield return ("noise.jpg", Noise(5000), RejectionCode.NotAnImage);
        yield return ("noise behind a signature.jpg", [0xFF, 0xD8, 0xFF, 0xE0, .. Noise(5000)], RejectionCode.Truncated);
        yield return ("zeros.jpg", new byte[Megabyte], RejectionCode.NotAnImage);
    }

    /// <summary>A sharp photo, no two seeds alike.</summary>
    private static Image Texture(int seed)
    {
        using var cells = Image.Worley(256, 192, cellSize: 24, seed: seed).ScaleImage();
        using var clouds = Image.Perlin(256, 192, cellSize: 48, seed: seed).ScaleImage();
        using var grain = Image.Gaussnoise(256, 192, sigma: 12, mean: 0, seed: seed);
        return (cells.Bandjoin([clouds, cells.Invert()]) + grain).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static Image Grey(int seed) => Texture(seed).Colourspace(Enums.Interpretation.Bw);

    private static byte[] Jpeg(int seed) => Texture(seed).JpegsaveBuffer(q: 90);

    private static Image Flat(int width, int height) => Image.Black(width, height, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);

    private static byte[] Animation()
    {
        using var frames = Texture(12).Join(Texture(13), Enums.Direction.Vertical);
        using var animation = frames.Mutate(image =>
        {
            image.Set(GValue.GIntType, "page-height", 192);
            image.Set(GValue.GIntType, "n-pages", 2);
        });
        return animation.WebpsaveBuffer(pageHeight: 192);
    }

    private static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(5).NextBytes(noise);
        noise[0] = 0x42;
        return noise;
    }

    /// <summary>The last scan again and again: each one makes the decoder go through the whole picture.</summary>
    private static byte[] WithScans(byte[] jpeg, int times)
    {
        var scan = jpeg.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        return [.. jpeg[..^2], .. Enumerable.Repeat(jpeg[scan..^2], times).SelectMany(bytes => bytes), 0xFF, 0xD9];
    }

    private static byte[] WithSegments(byte[] jpeg, byte marker, byte[] content, int times)
    {
        var segment = new byte[4 + content.Length];
        (segment[0], segment[1]) = (0xFF, marker);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(content.Length + 2));
        content.CopyTo(segment, 4);
        return [.. jpeg[..2], .. Enumerable.Repeat(segment, times).SelectMany(bytes => bytes), .. jpeg[2..]];
    }

    /// <summary>Puts a chunk before the pixels.</summary>
    private static byte[] WithChunk(byte[] png, string type, byte[] data)
    {
        var pixels = png.AsSpan().IndexOf("IDAT"u8) - 4;
        return [.. png[..pixels], .. Chunk(type, data), .. png[pixels..]];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    /// <summary>A true one-bit picture of so many pixels a side, whole and in its format: a hundred kilobytes.</summary>
    private static byte[] Bomb(int side)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        header[8] = 1;
        var rows = (long)side * ((side / 8) + 1);
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", Zeros(rows)), .. Chunk("IEND", [])];
    }

    private static byte[] Zeros(long count)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[Megabyte];
            for (; count > 0; count -= zeros.Length)
            {
                zlib.Write(zeros, 0, (int)Math.Min(count, zeros.Length));
            }
        }

        return packed.ToArray();
    }
}
