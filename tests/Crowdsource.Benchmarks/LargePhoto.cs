using NetVips;

namespace Crowdsource.Benchmarks;

/// <summary>What a phone's camera sends: 4,000 × 3,000 pixels with texture and grain, a JPEG of about 3 MB.</summary>
internal static class LargePhoto
{
    public static byte[] TwelveMegapixels() => Make(4000, 3000, quality: 84);

    /// <summary>A JPEG of about 100 KB.</summary>
    public static byte[] Small() => Make(640, 480, quality: 84);

    private static byte[] Make(int width, int height, int quality)
    {
        using var cells = Image.Worley(width, height, cellSize: width / 20, seed: 1).ScaleImage();
        using var clouds = Image.Perlin(width, height, cellSize: width / 8, seed: 2).ScaleImage();
        using var grain = Image.Gaussnoise(width, height, sigma: 7, mean: 0, seed: 3);
        using var colours = cells.Bandjoin([clouds, (cells * 0.5) + (clouds * 0.5)]);
        using var photo = (colours + grain).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return photo.JpegsaveBuffer(q: quality);
    }
}
