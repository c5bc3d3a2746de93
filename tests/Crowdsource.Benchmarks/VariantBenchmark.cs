using Crowdsource.Vision;
using NetVips;

namespace Crowdsource.Benchmarks;

/// <summary>An augmented network input of a 12-megapixel photo: our pipeline, which shrinks first, against the same kind of steps at full resolution.</summary>
internal static class VariantBenchmark
{
    private static readonly PhotoPipeline s_pipeline = new();

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        var bytes = LargePhoto.TwelveMegapixels();
        PhotoView[] views = [PhotoView.Variant(1)];
        var score = await Duel.Fight(
            rounds: 3,
            units: 1,
            () => Task.FromResult(s_pipeline.Prepare(bytes, views)),
            () => Task.FromResult(views.Select((_, index) => AtFullResolution(bytes, index)).ToList()));
        return [Measurement.Of("an augmented input of a 12 MP photo", "inputs/s", "the same at full resolution", score)];
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
