using System.Runtime.CompilerServices;
using Crowdsource.Domain.Imaging;
using NetVips;

namespace Crowdsource.Vision.Photos;

/// <summary>The only door to libvips: it decodes and encodes, all other work on pixels is our own.</summary>
internal static class Codec
{
    static Codec()
    {
        // Whoever calls does the parallelism, with several children; a cache of operations would keep volunteers' pixels.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        NetVips.NetVips.BlockUntrusted = true;
        Operation.Block("VipsForeignLoad", state: true);
        Operation.Block("VipsForeignLoadJpeg", state: false);
        Operation.Block("VipsForeignLoadPng", state: false);
        Operation.Block("VipsForeignLoadWebp", state: false);
    }

    public static string LibraryVersion { get; } = $"{NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}";

    /// <summary>Reads the header; pixels are decoded when they are asked for, and a truncated file fails then.</summary>
    /// <exception cref="VipsException">The header cannot be read.</exception>
    public static Image Open(byte[] file, PhotoFormat format) => format switch
    {
        PhotoFormat.Jpeg => OpenJpeg(file, shrink: 1),
        PhotoFormat.Png => Image.PngloadBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated),
        PhotoFormat.WebP => Image.WebploadBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <param name="file">A JPEG.</param>
    /// <param name="shrink">1, 2, 4 or 8: the part of each side that is decoded.</param>
    /// <exception cref="VipsException">The header cannot be read.</exception>
    public static Image OpenJpeg(byte[] file, int shrink) =>
        Image.JpegloadBuffer(file, shrink: shrink, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated);

    /// <summary>Decodes a picture that this program encoded.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static RgbImage Decode(byte[] jpeg)
    {
        try
        {
            using var image = Open(jpeg, PhotoFormat.Jpeg);
            return new RgbImage(image.Width, image.Height, image.WriteToMemory<byte>());
        }
        catch (Exception fault) when (fault is VipsException or ArgumentException)
        {
            throw new InvalidDataException("A picture of our own cannot be decoded.", fault);
        }
    }

    /// <param name="photo">What to encode; nothing but its pixels is written.</param>
    /// <param name="quality">1 to 100.</param>
    /// <param name="fullColour">Colour at full resolution (4:4:4) instead of a quarter.</param>
    public static byte[] EncodeJpeg(RgbImage photo, int quality, bool fullColour)
    {
        using var memory = Image.NewFromMemory(photo.Pixels, photo.Width, photo.Height, RgbImage.Channels, Enums.BandFormat.Uchar);
        using var image = memory.Copy(interpretation: Enums.Interpretation.Srgb);
        return image.JpegsaveBuffer(
            q: quality,
            subsampleMode: fullColour ? Enums.ForeignSubsample.Off : Enums.ForeignSubsample.On,
            keep: Enums.ForeignKeep.None);
    }

    /// <summary>As libvips, libpng and libjpeg say it.</summary>
    public static bool IsOutOfMemory(VipsException fault) =>
        fault.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || fault.Message.Contains("insufficient memory", StringComparison.OrdinalIgnoreCase);

    /// <summary>Loads libvips now instead of at the first photo.</summary>
    public static void Load() => RuntimeHelpers.RunClassConstructor(typeof(Codec).TypeHandle);
}
