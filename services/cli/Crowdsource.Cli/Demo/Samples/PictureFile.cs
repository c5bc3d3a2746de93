using Crowdsource.Domain.Imaging;
using NetVips;

namespace Crowdsource.Cli.Demo.Samples;

/// <summary>Pictures that the demo itself made, or is allowed to trust, as files.</summary>
internal static class PictureFile
{
    public static byte[] Jpeg(RgbImage image, int quality)
    {
        using var picture = Image.NewFromMemoryCopy(image.Pixels, image.Width, image.Height, RgbImage.Channels, Enums.BandFormat.Uchar);
        using var srgb = picture.Copy(interpretation: Enums.Interpretation.Srgb);
        return srgb.JpegsaveBuffer(q: quality, keep: Enums.ForeignKeep.None);
    }

    /// <summary>The same picture, upright, saved once more with other losses; null when it cannot be decoded.</summary>
    public static byte[]? SavedAgain(byte[] file, int quality)
    {
        try
        {
            using var upright = Upright(file);
            return upright.JpegsaveBuffer(q: quality, keep: Enums.ForeignKeep.None);
        }
        catch (VipsException)
        {
            return null;
        }
    }

    /// <summary>The same picture, upright, without any loss.</summary>
    public static byte[] Lossless(byte[] file)
    {
        using var upright = Upright(file);
        return upright.PngsaveBuffer(compression: 1, keep: Enums.ForeignKeep.None);
    }

    public static byte[] Gif(RgbImage image)
    {
        using var picture = Image.NewFromMemoryCopy(image.Pixels, image.Width, image.Height, RgbImage.Channels, Enums.BandFormat.Uchar);
        using var srgb = picture.Copy(interpretation: Enums.Interpretation.Srgb);
        return srgb.GifsaveBuffer();
    }

    /// <summary>Upright sRGB pixels at full size, as a phone decodes a picture.</summary>
    public static RgbImage Decode(ReadOnlyMemory<byte> file)
    {
        using var upright = Upright(file.ToArray());
        using var srgb = upright.Colourspace(Enums.Interpretation.Srgb);
        using var opaque = srgb.HasAlpha() ? srgb.Flatten(background: [255.0, 255, 255]) : srgb.Copy();
        return new RgbImage(opaque.Width, opaque.Height, opaque.WriteToMemory<byte>());
    }

    private static Image Upright(byte[] file)
    {
        using var picture = Image.NewFromBuffer(file, access: Enums.Access.Random);
        return picture.Autorot();
    }
}
