using Crowdsource.Inference;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>
/// Asks exported files about photos, made from their clean masters as a phone would see them. What a file's backbone makes of a view is kept, and its
/// head asked alone; on some photos the whole files are asked as well, and where one answers otherwise, nothing that was kept counts.
/// </summary>
internal sealed class ModelAnswers(MasterPictures masters)
{
    /// <summary>Photos on which whole files are asked, each night.</summary>
    private const int Proofs = 8;

    /// <summary>Between probabilities of a file and of its parts: sums of 1,280 products in another order.</summary>
    private const float Tolerance = 1e-3f;

    /// <summary>What each model answers to each view of each photo, [photo][question].</summary>
    /// <param name="photos">Which photos.</param>
    /// <param name="questions">Which model is asked about which view.</param>
    /// <param name="kept">Features of views that are known already.</param>
    /// <param name="answered">Called once per photo, from any thread.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ModelAnswer[][]> Ask(
        IReadOnlyList<SnapshotPhoto> photos, IReadOnlyList<(Classifier Model, PhotoView View)> questions, KeptViews kept, Action answered,
        CancellationToken cancellationToken)
    {
        SnapshotPhoto[] proofs = [.. photos.Take(Proofs)];
        var apart = await IsProven(proofs, questions, kept, cancellationToken);
        if (!apart)
        {
            kept.Distrust();
            apart = await IsProven(proofs, questions, kept, cancellationToken);
        }

        var answers = new ModelAnswer[photos.Count][];
        await masters.ForEach(
            photos,
            async (index, photo, token) =>
            {
                answers[index] = Array.ConvertAll(await Probabilities(photo, questions, apart ? kept : null, token), Likeliest);
                answered();
            },
            cancellationToken);
        return answers;
    }

    private static ModelAnswer Likeliest(float[] probabilities)
    {
        var highest = probabilities.Max();
        return new ModelAnswer(Array.IndexOf(probabilities, highest), highest);
    }

    /// <summary>Whether files answer as their parts, with what is kept, do.</summary>
    private async Task<bool> IsProven(
        SnapshotPhoto[] photos, IReadOnlyList<(Classifier Model, PhotoView View)> questions, KeptViews kept, CancellationToken cancellationToken)
    {
        var same = true;
        await masters.ForEach(
            photos,
            async (_, photo, token) =>
            {
                var (whole, parts) = (await Probabilities(photo, questions, null, token), await Probabilities(photo, questions, kept, token));
                if (whole.Zip(parts).Any(answer => answer.First.Zip(answer.Second).Any(pair => MathF.Abs(pair.First - pair.Second) > Tolerance)))
                {
                    Volatile.Write(ref same, false);
                }
            },
            cancellationToken);
        return same;
    }

    /// <param name="photo">Which photo.</param>
    /// <param name="questions">Which model is asked about which view.</param>
    /// <param name="kept">Null asks whole files.</param>
    /// <param name="cancellationToken">Cancels.</param>
    private async Task<float[][]> Probabilities(
        SnapshotPhoto photo, IReadOnlyList<(Classifier Model, PhotoView View)> questions, KeptViews? kept, CancellationToken cancellationToken)
    {
        var missing = questions
            .Where(question => kept is null || question.Model.Parts is not { } parts || kept.Find(photo.Photo, question.View, parts.BackboneId) is null)
            .Select(question => question.View).Distinct().ToList();
        var inputs = missing.Count == 0 ? [] : await masters.Prepare(photo, missing, cancellationToken);
        var answers = new float[questions.Count][];
        for (var i = 0; i < answers.Length; i++)
        {
            var (model, view) = questions[i];
            answers[i] = kept is null || model.Parts is not { } parts
                ? model.Predict(inputs[missing.IndexOf(view)])
                : parts.Predict(
                    kept.Find(photo.Photo, view, parts.BackboneId)
                    ?? kept.Keep(photo.Photo, view, parts.BackboneId, parts.Features(inputs[missing.IndexOf(view)])));
        }

        return answers;
    }
}
