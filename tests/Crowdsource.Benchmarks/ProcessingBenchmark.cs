using System.Diagnostics;
using System.Globalization;
using Crowdsource.Testing;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Benchmarks;

/// <summary>
/// What a photo costs on one core: a 12-megapixel JPEG to its clean master, thumbnail, quality, hashes and augmented inputs, against a
/// Python script on OpenCV with the same steps.
/// </summary>
internal static class ProcessingBenchmark
{
    private const int Photos = 6;

    private static readonly PhotoPipeline s_pipeline = new();

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        using var folder = new TemporaryFolder();
        var upload = LargePhoto.TwelveMegapixels();
        var file = Path.Combine(folder.Path, "photo.jpg");
        await File.WriteAllBytesAsync(file, upload);
        PhotoView[] views = [PhotoView.Original, .. Enumerable.Range(0, AugmentationRecipe.NightlyVariants).Select(PhotoView.Variant)];
        var score = await Duel.Fight(rounds: 5, () => Task.FromResult(Ours(upload, views)), () => Script(file));
        return [Measurement.Of($"photos of 12 MP processed on one core, {AugmentationRecipe.NightlyVariants} variants", "photos/s", "Python with OpenCV", score, goal: 1.5)];
    }

    private static double Ours(byte[] upload, PhotoView[] views)
    {
        var start = Stopwatch.GetTimestamp();
        for (var photo = 0; photo < Photos; photo++)
        {
            if (s_pipeline.Examine(upload, views) is not ExaminationResult.Examined)
            {
                throw new InvalidOperationException("The pipeline refuses the photo of the benchmark.");
            }
        }

        return Photos / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> Script(string photo)
    {
        // Debian's interpreter: it is the one that sees Debian's OpenCV.
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "process_photos.py"), photo, $"{Photos}", $"{AugmentationRecipe.NightlyVariants}" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var said = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        return python.ExitCode == 0
            ? double.Parse(said, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException("process_photos.py failed: are the tools of infra/install-bench-tools.sh there?");
    }
}
