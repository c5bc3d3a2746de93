using System.Runtime.CompilerServices;
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
        var source = photo.Pixels;
        for (var y = 0; y < height; y++)
        {
            var row = result.Row(y);
            var frameY = (((Top + ((y + 0.5) / height * Height)) * photo.Height) - centreY) * zoom;
            for (var x = 0; x < width; x++)
            {
                var frameX = (((Left + ((x + 0.5) / width * Width)) * photo.Width) - centreX) * zoom;
                var sourceX = centreX + (cos * frameX) - (sin * frameY) - 0.5;
                var sourceY = centreY + (sin * frameX) + (cos * frameY) - 0.5;
                var (floorX, floorY) = (Math.Floor(sourceX), Math.Floor(sourceY));
                // Weights of 1/256: sums of four stay exact in an integer.
                var (rightWeight, lowerWeight) = ((int)((sourceX - floorX) * 256), (int)((sourceY - floorY) * 256));
                var (left, right) = (Reflected((int)floorX, photo.Width) * 3, Reflected((int)floorX + 1, photo.Width) * 3);
                var (upper, lower) = (Reflected((int)floorY, photo.Height) * photo.Stride, Reflected((int)floorY + 1, photo.Height) * photo.Stride);
                for (var channel = 0; channel < RgbImage.Channels; channel++)
                {
                    var above = (source[upper + left + channel] * (256 - rightWeight)) + (source[upper + right + channel] * rightWeight);
                    var below = (source[lower + left + channel] * (256 - rightWeight)) + (source[lower + right + channel] * rightWeight);
                    row[(x * RgbImage.Channels) + channel] = (byte)(((above * (256 - lowerWeight)) + (below * lowerWeight) + 32768) >> 16);
                }
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

    /// <summary>How much a frame of the photo's proportions must shrink to lie within the photo when it is turned.</summary>
    private static double InscribedScale(RgbImage photo, double sin, double cos) => Math.Min(
        photo.Width / ((photo.Width * cos) + (photo.Height * sin)),
        photo.Height / ((photo.Width * sin) + (photo.Height * cos)));
}
