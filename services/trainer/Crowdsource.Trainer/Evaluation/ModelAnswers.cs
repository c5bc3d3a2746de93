using Crowdsource.Inference;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>Asks exported files about photos, made from their clean masters as a phone would see them.</summary>
internal sealed class ModelAnswers(MasterPictures masters)
{
    /// <summary>What each model answers to each view of each photo, [photo][question].</summary>
    /// <param name="photos">Which photos.</param>
    /// <param name="questions">Which model is asked about which view.</param>
    /// <param name="answered">Called once per photo, from any thread.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ModelAnswer[][]> Ask(
        IReadOnlyList<SnapshotPhoto> photos, IReadOnlyList<(Classifier Model, PhotoView View)> questions, Action answered, CancellationToken cancellationToken)
    {
        var views = questions.Select(question => question.View).Distinct().ToList();
        var answers = new ModelAnswer[photos.Count][];
        await masters.ForEach(
            photos,
            async (index, photo, token) =>
            {
                var inputs = await masters.Prepare(photo, views, token);
                answers[index] = [.. questions.Select(question => Likeliest(question.Model.Predict(inputs[views.IndexOf(question.View)])))];
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
}
