using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision.Augmentation;

/// <summary>Where the camera's frame lies on a photo: a part of it (fractions of width and height), turned about the photo's centre.
/// What lies outside the photo is its mirror image; an inscribed turn zooms in until nothing outside is seen.</summary>
internal readonly record struct Frame(double Left, double Top, double Width, double Height, double Degrees, bool Inscribed)
{
    public static Frame Whole { get; } = new(0, 0, 1, 1, 0, Inscribed: false);

    public Frame Rotated(double degrees, bool inscribed) => this with { Degrees = degrees, Inscribed = inscribed };

    /// <summary>The picture in the frame, by bilinear interpolation. The photo should not be much larger than the result: nothing is antialiased.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public RgbImage Take(RgbImage photo, int width, int height)
    {
        var (sin, cos) = Math.SinCos(Degrees * Math.PI / 180);
        var zoom = Inscribed ? InscribedScale(photo, Math.Abs(sin), Math.Abs(cos)) : 1;
        var (centreX, centreY) = (photo.Width / 2.0, photo.Height / 2.0);
        var result = RgbImage.Blank(width, height);
        // What a column adds to the place in the photo, once for all rows.
        var columnX = new double[width];
        var columnY = new double[width];
        for (var x = 0; x < width; x++)
        {
            var frameX = (((Left + ((x + 0.5) / width * Width)) * photo.Width) - centreX) * zoom;
            (columnX[x], columnY[x]) = (centreX + (cos * frameX), centreY + (sin * frameX));
        }

        for (var y = 0; y < height; y++)
        {
            var row = result.Row(y);
            var frameY = (((Top + ((y + 0.5) / height * Height)) * photo.Height) - centreY) * zoom;
            var (rowX, rowY) = (sin * frameY, cos * frameY);
            for (var x = 0; x < width; x++)
            {
                var sourceX = columnX[x] - rowX - 0.5;
                var sourceY = columnY[x] + rowY - 0.5;
                var (floorX, floorY) = (Math.Floor(sourceX), Math.Floor(sourceY));
                // Weights of 1/256: sums of four stay exact in an integer.
                Interpolate(
                    photo, (int)floorX, (int)floorY, (int)((sourceX - floorX) * 256), (int)((sourceY - floorY) * 256), row.Slice(x * RgbImage.Channels, RgbImage.Channels));
            }
        }

        return result;
    }

    /// <summary>Mirrors an index at the edges, the edge pixel repeated: … 1 0 | 0 1 2 … n−1 | n−1 n−2 …</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Reflected(int index, int length)
    {
        while ((uint)index >= (uint)length)
        {
            index = index < 0 ? -1 - index : (2 * length) - 1 - index;
        }

        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interpolate(RgbImage photo, int x, int y, int rightWeight, int lowerWeight, Span<byte> to)
    {
        var (left, right) = (Reflected(x, photo.Width) * RgbImage.Channels, Reflected(x + 1, photo.Width) * RgbImage.Channels);
        var (upper, lower) = (Reflected(y, photo.Height) * photo.Stride, Reflected(y + 1, photo.Height) * photo.Stride);
        var above = (Pixel(photo.Pixels, upper + left) * (256 - rightWeight)) + (Pixel(photo.Pixels, upper + right) * rightWeight);
        var below = (Pixel(photo.Pixels, lower + left) * (256 - rightWeight)) + (Pixel(photo.Pixels, lower + right) * rightWeight);
        var sum = ((above * (256 - lowerWeight)) + (below * lowerWeight) + Vector128.Create(32768)) >> 16;
        (to[0], to[1], to[2]) = ((byte)sum.GetElement(0), (byte)sum.GetElement(1), (byte)sum.GetElement(2));
    }

    /// <summary>Three channels and one number that nobody reads, from four bytes; the photo's last pixel has only three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Pixel(byte[] pixels, int at)
    {
        var bytes = at + sizeof(uint) <= pixels.Length
            ? Unsafe.ReadUnaligned<uint>(ref pixels[at])
            : (uint)(pixels[at] | (pixels[at + 1] << 8) | (pixels[at + 2] << 16));
        return Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte())).AsInt32();
    }

    /// <summary>How much a frame of the photo's proportions must shrink to lie within the photo when it is turned.</summary>
    private static double InscribedScale(RgbImage photo, double sin, double cos) => Math.Min(
        photo.Width / ((photo.Width * cos) + (photo.Height * sin)),
        photo.Height / ((photo.Width * sin) + (photo.Height * cos)));
}
