using Crowdsource.Domain.Imaging;
using Crowdsource.Updates.Golden;

namespace Crowdsource.Trainer.Tests.Nights;

/// <summary>Discs and bars before noise, as PNG: easy to tell apart, no two alike.</summary>
internal static class Renders
{
    public static IEnumerable<(byte[] Photo, string Label)> Of(string label, int count, int seed) =>
        Enumerable.Range(0, count).Select(i => (PngEncoder.Encode(Draw(label, new Random((seed * 1000) + i))), label));

    private static RgbImage Draw(string label, Random random)
    {
        const int Side = 240;
        var picture = RgbImage.Blank(Side, Side);
        var (x0, y0, size) = (random.Next(60, 180), random.Next(60, 180), random.Next(30, 60));
        var (fx, fy) = (random.NextDouble() * 0.2, random.NextDouble() * 0.2);
        for (var y = 0; y < Side; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < Side; x++)
            {
                var inside = label == "disc"
                    ? ((x - x0) * (x - x0)) + ((y - y0) * (y - y0)) < size * size
                    : Math.Abs(x - x0) < size && (y / 12 % 2) == 0;
                var shade = 110 + (int)(60 * Math.Sin((fx * x) + (fy * y))) + random.Next(-12, 13);
                row[3 * x] = (byte)Math.Clamp(inside && label == "disc" ? 210 : shade, 0, 255);
                row[(3 * x) + 1] = (byte)Math.Clamp(inside ? 60 : shade, 0, 255);
                row[(3 * x) + 2] = (byte)Math.Clamp(inside && label != "disc" ? 220 : shade, 0, 255);
            }
        }

        return picture;
    }
}
