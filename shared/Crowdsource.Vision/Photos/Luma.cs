using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision.Photos;

/// <summary>Brightness as ITU-R BT.601 weighs the channels, 0 to 255.</summary>
internal static class Luma
{
    public static int[] Of(RgbImage photo)
    {
        var luma = new int[photo.Width * photo.Height];
        var pixels = photo.Pixels;
        for (var i = 0; i < luma.Length; i++)
        {
            var at = i * RgbImage.Channels;
            luma[i] = ((pixels[at] * 19595) + (pixels[at + 1] * 38470) + (pixels[at + 2] * 7471) + 32768) >> 16;
        }

        return luma;
    }
}
