using Crowdsource.Domain.Imaging;
using Crowdsource.Testing;
using NetVips;

namespace Crowdsource.Inference.Tests;

/// <summary>Decodes the owner's photos; strangers' photos are the business of the child processes.</summary>
internal static class Photos
{
    public static IReadOnlyList<RgbImage> Fruit(string label) =>
        [.. Directory.GetFiles(SharedFiles.Require("photos", "fruit", label)).Order(StringComparer.Ordinal).Select(Load)];

    public static RgbImage Load(string path)
    {
        using var photo = Image.Thumbnail(path, 256, 256, size: Enums.Size.Force);
        using var upright = photo.Colourspace(Enums.Interpretation.Srgb).ExtractBand(0, n: RgbImage.Channels);
        return new RgbImage(upright.Width, upright.Height, upright.WriteToMemory<byte>());
    }

    public static RgbImage Noise(int seed, int width = 224, int height = 224)
    {
        var pixels = new byte[width * height * RgbImage.Channels];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}
