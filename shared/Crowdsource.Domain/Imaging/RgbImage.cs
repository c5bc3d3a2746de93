namespace Crowdsource.Domain.Imaging;

/// <summary>A picture of 8 bits per channel, sRGB, interleaved R G B, rows from top to bottom without padding.</summary>
public sealed class RgbImage
{
    public const int Channels = 3;

    /// <exception cref="ArgumentException">The buffer does not hold exactly <paramref name="width"/> × <paramref name="height"/> pixels.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != (long)width * height * Channels)
        {
            throw new ArgumentException($"{width}×{height} pixels are not {pixels.Length} bytes.", nameof(pixels));
        }

        Width = width;
        Height = height;
        Pixels = pixels;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Width × Height × 3 bytes.</summary>
    public byte[] Pixels { get; }

    public int Stride => Width * Channels;

    public int ShortSide => Math.Min(Width, Height);

    public int LongSide => Math.Max(Width, Height);

    public static RgbImage Blank(int width, int height) => new(width, height, new byte[checked(width * height * Channels)]);

    public Span<byte> Row(int y) => Pixels.AsSpan(y * Stride, Stride);

    public RgbImage Crop(int left, int top, int width, int height)
    {
        var crop = Blank(width, height);
        for (var y = 0; y < height; y++)
        {
            Row(top + y).Slice(left * Channels, width * Channels).CopyTo(crop.Row(y));
        }

        return crop;
    }

    /// <summary>The size that fits a side limit with the proportions kept; never larger than the picture itself.</summary>
    public (int Width, int Height) SizeWithin(int longSide) => Shrunken((double)longSide / LongSide);

    public (int Width, int Height) SizeOfShortSide(int shortSide) => Shrunken((double)shortSide / ShortSide);

    private (int Width, int Height) Shrunken(double factor) => factor >= 1
        ? (Width, Height)
        : (Math.Max(1, (int)Math.Round(Width * factor)), Math.Max(1, (int)Math.Round(Height * factor)));
}
