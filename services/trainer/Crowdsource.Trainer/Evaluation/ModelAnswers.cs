using Crowdsource.Domain.Blobs;
using Crowdsource.Inference;
using Crowdsource.Storage;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>Asks exported files about photos, made from their clean masters as a phone would see them.</summary>
internal sealed class ModelAnswers(IBlobStore blobs, IVision vision, IOptions<TrainerOptions> options)
{
    /// <summary>What each model answers to each view of each photo, as the index of its likeliest output: [photo][question].</summary>
    /// <param name="photos">Which photos.</param>
    /// <param name="questions">Which model is asked about which view.</param>
    /// <param name="answered">Called once per photo, from any thread.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<int[][]> Ask(
        IReadOnlyList<SnapshotPhoto> photos, IReadOnlyList<(Classifier Model, PhotoView View)> questions, Action answered, CancellationToken cancellationToken)
    {
        var views = questions.Select(question => question.View).Distinct().ToList();
        var answers = new int[photos.Count][];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, photos.Count),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallelism, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                var master = await blobs.ReadAll(new BlobDigest(photos[index].Photo), token);
                var inputs = await vision.Prepare(master, views, token);
                answers[index] = [.. questions.Select(question => Likeliest(question.Model.Predict(inputs[views.IndexOf(question.View)])))];
                answered();
            });
        return answers;
    }

    private static int Likeliest(float[] probabilities) => Array.IndexOf(probabilities, probabilities.Max());
}
