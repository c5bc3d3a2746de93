using Crowdsource.Domain.Imaging;
using NetVips;

namespace Crowdsource.Vision.Tests;

/// <summary>Pictures made for tests, and files of them.</summary>
internal static class Pictures
{
    public static RgbImage Draw(int width, int height, Func<int, int, (int R, int G, int B)> colour)
    {
        var image = RgbImage.Blank(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = colour(x, y);
                var pixel = image.Row(y).Slice(x * 3, 3);
                (pixel[0], pixel[1], pixel[2]) = ((byte)r, (byte)g, (byte)b);
            }
        }

        return image;
    }

    public static RgbImage Noise(int width, int height, int seed)
    {
        var image = RgbImage.Blank(width, height);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }

    /// <summary>A sharp disc on a smooth background: a plain render, which must pass as a photo.</summary>
    public static RgbImage Disc(int width, int height) => Draw(width, height, (x, y) =>
        Math.Pow(x - (width * 0.6), 2) + Math.Pow(y - (height * 0.4), 2) < Math.Pow(width / 5.0, 2)
            ? (200, 60, 40)
            : (120 + (x * 60 / width), 150, 160 + (y * 40 / height)));

    public static byte[] Jpeg(RgbImage picture)
    {
        using var image = Vips(picture);
        return image.JpegsaveBuffer(q: 90, keep: Enums.ForeignKeep.None);
    }

    public static byte[] Png(RgbImage picture)
    {
        using var image = Vips(picture);
        return image.PngsaveBuffer();
    }

    public static Image Vips(RgbImage picture)
    {
        using var raw = Image.NewFromMemory(picture.Pixels, picture.Width, picture.Height, 3, Enums.BandFormat.Uchar);
        return raw.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>Mean absolute difference of two pictures of one size, 0 to 255.</summary>
    public static double Difference(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        long sum = 0;
        for (var i = 0; i < first.Length; i++)
        {
            sum += Math.Abs(first[i] - second[i]);
        }

        return first.Length == second.Length ? (double)sum / first.Length : double.PositiveInfinity;
    }
}
