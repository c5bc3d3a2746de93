using Crowdsource.Vision;
using NetVips;

namespace Crowdsource.Benchmarks;

/// <summary>An augmented network input of a 12-megapixel photo: our pipeline, which shrinks first, against the same kind of steps at full resolution.</summary>
internal static class VariantBenchmark
{
    private static readonly PhotoPipeline s_pipeline = new();

    public static async Task<(double Median, double Low, double High)> Run()
    {
        using var noise = Image.Worley(4000, 3000, cellSize: 160, seed: 1);
        using var photo = noise.ScaleImage().Cast(Enums.BandFormat.Uchar).Bandjoin([128, 64]).Copy(interpretation: Enums.Interpretation.Srgb);
        var bytes = photo.JpegsaveBuffer(q: 90);
        PhotoView[] views = [PhotoView.Variant(1)];
        return await Duel.Fight(
            rounds: 3,
            () => Task.FromResult(s_pipeline.Prepare(bytes, views)),
            () => Task.FromResult(views.Select((_, index) => AtFullResolution(bytes, index)).ToList()));
    }

    private static byte[] AtFullResolution(byte[] bytes, int index)
    {
        using var photo = Image.NewFromBuffer(bytes);
        using var turned = photo.Rotate(10 + 10 * index);
        using var blurred = turned.Gaussblur(2.0 * 4000 / 224);
        using var small = blurred.ThumbnailImage(224, height: 224, size: Enums.Size.Force);
        return small.WriteToMemory<byte>();
    }
}
