using Crowdsource.Cli.Demo.Plan;
using Crowdsource.Cli.Demo.Summary;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;
using Crowdsource.Vision.Photos;

namespace Crowdsource.Cli.Demo.Phones;

/// <summary>Classifies photos as a phone does: decoded by itself, upright, rotated, blurred and off-centre by the one definition of robustness.</summary>
/// <param name="photos">With labels that the models know.</param>
/// <param name="preprocessing">Of the delivered bundle.</param>
internal sealed class HoldoutExam(IReadOnlyList<PhotoFile> photos, Preprocessing preprocessing)
{
    /// <param name="models">Each takes the network's square input and names a label.</param>
    /// <param name="done">Told after every photo.</param>
    /// <param name="cancellation">Stops between two photos.</param>
    /// <returns>One score per model; all null without photos. A photo that cannot be decoded counts as wrong.</returns>
    public async Task<IReadOnlyList<HoldoutScores>> Score(
        IReadOnlyList<Func<RgbImage, string>> models, Action done, CancellationToken cancellation)
    {
        var right = models.Select(_ => new int[1 + Robustness.Kinds.Count]).ToArray();
        var pipeline = new PhotoPipeline(PhotoThresholds.Default, preprocessing);
        var cores = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        await Parallel.ForEachAsync(photos, cores, async (photo, stop) =>
        {
            var file = await File.ReadAllBytesAsync(photo.Path, stop);
            if (pipeline.Preprocess(file) is PreprocessingResult.Prepared prepared)
            {
                var digest = BlobDigest.Of(file);
                RgbImage[] views = [prepared.Input, .. Robustness.Kinds.Select(kind => Robustness.Apply(prepared.Input, kind, digest))];
                foreach (var (model, classify) in models.Index())
                {
                    foreach (var (view, input) in views.Index())
                    {
                        if (classify(input) == photo.Label)
                        {
                            Interlocked.Increment(ref right[model][view]);
                        }
                    }
                }
            }

            done();
        });
        return [.. right.Select(counts => new HoldoutScores(
            Share(counts[0]),
            Mean(counts, RobustnessKind.RotatedReflected, RobustnessKind.RotatedInscribed),
            Mean(counts, RobustnessKind.GaussianBlur, RobustnessKind.MotionBlur),
            Mean(counts, RobustnessKind.OffCentre)))];
    }

    private double? Share(double rightAnswers) => photos.Count == 0 ? null : rightAnswers / photos.Count;

    private double? Mean(int[] counts, params RobustnessKind[] kinds) => Share(kinds.Average(kind => counts[1 + Index(kind)]));

    private static int Index(RobustnessKind kind) => Robustness.Kinds.Index().First(entry => entry.Item == kind).Index;
}
