using NetVips;

namespace Crowdsource.Testing;

/// <summary>Small photos of two kinds of surface, no two alike: reddish cells and bluish clouds.</summary>
public static class TestPhotos
{
    public static readonly string[] Labels = ["cells", "clouds"];

    public static byte[] Make(string label, int seed)
    {
        const int Size = 200;
        var cells = label == Labels[0];
        using var noise = cells ? Image.Worley(Size, Size, cellSize: 16 + seed % 24, seed: seed) : Image.Perlin(Size, Size, cellSize: 16 + seed % 24, seed: seed);
        using var scaled = noise.ScaleImage();
        using var other = scaled.Linear([cells ? 0.3 : 0.5], [20 + seed % 40]);
        using var blue = cells ? other.Copy() : scaled.Copy();
        using var red = cells ? scaled.Copy() : other.Copy();
        using var grain = Image.Gaussnoise(Size, Size, sigma: 6, mean: 0, seed: seed);
        using var photo = (red.Bandjoin([other, blue]) + grain).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return photo.JpegsaveBuffer(q: 90);
    }
}
