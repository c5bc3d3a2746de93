using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision.Augmentation;

/// <summary>Exposure and white balance, as a factor on each channel of linear light, then a gamma on the whole.</summary>
internal readonly record struct Light(double Red, double Green, double Blue, double Gamma)
{
    /// <summary>sRGB's transfer curve is close enough to a power of 2.2 for a change of light.</summary>
    private const double DisplayGamma = 2.2;

    public RgbImage Shine(RgbImage photo)
    {
        byte[][] curves = [Curve(Red), Curve(Green), Curve(Blue)];
        var result = RgbImage.Blank(photo.Width, photo.Height);
        var (from, to) = (photo.Pixels, result.Pixels);
        for (var i = 0; i < from.Length; i += RgbImage.Channels)
        {
            to[i] = curves[0][from[i]];
            to[i + 1] = curves[1][from[i + 1]];
            to[i + 2] = curves[2][from[i + 2]];
        }

        return result;
    }

    private byte[] Curve(double factor)
    {
        var (gain, gamma) = (Math.Pow(factor, 1 / DisplayGamma), Gamma);
        return [.. Enumerable.Range(0, 256).Select(value => (byte)Math.Clamp(Math.Round(255 * Math.Pow(Math.Min(1, gain * value / 255), gamma)), 0, 255))];
    }
}
