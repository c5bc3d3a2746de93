using Crowdsource.Cli.Demo.Plan;
using Crowdsource.Cli.Demo.Summary;
using Crowdsource.Cli.Http;
using Crowdsource.Client.Models;
using Crowdsource.Domain.Imaging;
using Crowdsource.Protocol.Models;
using Crowdsource.Protocol.Nights;
using Crowdsource.Vision;
using Crowdsource.Vision.Photos;

namespace Crowdsource.Cli.Demo.Phones;

/// <summary>At the end the phone is measured: on photos from elsewhere, and against the server's answers.</summary>
internal sealed class FieldTest(DemoScene scene)
{
    private const int MostOwnPhotos = 200;
    private const int AtOnce = 4;

    /// <param name="model">The phone's active model; null: none.</param>
    /// <param name="own">The photos that were sent; serve for the comparison with the server when there are no others.</param>
    /// <param name="holdout">Photos from elsewhere.</param>
    /// <param name="night">That made the model.</param>
    /// <param name="cancellation">Stops between two photos.</param>
    public async Task<(PhoneSummary Phone, HoldoutScores WithoutAugmentation)> Run(
        ModelRunner? model, PhotoFolder own, PhotoFolder holdout, NightResponse night, CancellationToken cancellation)
    {
        var unknown = new HoldoutScores(null, null, null, null);
        if (model is null)
        {
            return (new PhoneSummary(null, null, null, null, null, null, 0), unknown);
        }

        var known = Known(model, holdout);
        var scores = await Score(model, known, night, cancellation);
        var agreement = await Agreement(model, known.Count > 0 ? known : Sample(Known(model, own)), cancellation);
        scene.Check(agreement is null or 1, $"phone and server agree on {agreement:P2} of the photos only");
        var phone = scores.ElementAtOrDefault(0) ?? unknown;
        return (
            new PhoneSummary(
                model.Version, agreement, phone.HoldoutTop1, phone.HoldoutTop1Rotated, phone.HoldoutTop1Blurred, phone.HoldoutTop1OffCentre, known.Count),
            scores.ElementAtOrDefault(1) ?? unknown);
    }

    private List<PhotoFile> Known(ModelRunner model, PhotoFolder folder)
    {
        var labels = model.Labels.Select(label => label.Name).ToHashSet();
        var left = folder.Labels.Where(label => !labels.Contains(label)).ToList();
        if (left.Count > 0)
        {
            scene.Say($"Left out, since the model does not know them: {string.Join(", ", left)}.");
        }

        return [.. folder.Photos.Where(photo => labels.Contains(photo.Label))];
    }

    private async Task<IReadOnlyList<HoldoutScores>> Score(
        ModelRunner model, List<PhotoFile> photos, NightResponse night, CancellationToken cancellation)
    {
        using var plain = night.Report?.Artifacts.Contains(NightArtifacts.WithoutAugmentation) == true
            ? model.WithModel(await scene.Owner.GetBytes(
                $"{DemoScene.PathOf()}/nights/{night.Number}/artifacts/{NightArtifacts.WithoutAugmentation}", cancellation))
            : null;
        var models = new[] { model, plain }.OfType<ModelRunner>().Select(runner => (Func<RgbImage, string>)(input => runner.ClassifyInput(input).Top.Name));
        return await scene.WithProgress($"The phone classifies {photos.Count} photos from elsewhere", photos.Count, task =>
            new HoldoutExam(photos, model.Preprocessing).Score([.. models], () => task.Increment(1), cancellation));
    }

    private async Task<double?> Agreement(ModelRunner model, List<PhotoFile> photos, CancellationToken cancellation)
    {
        var pipeline = new PhotoPipeline(PhotoThresholds.Default, model.Preprocessing);
        var (same, compared) = (0, 0);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await scene.WithProgress($"Phone and server classify {photos.Count} photos", photos.Count, task =>
            Parallel.ForEachAsync(photos, parallel, async (photo, stop) =>
            {
                var file = await File.ReadAllBytesAsync(photo.Path, stop);
                if (pipeline.Preprocess(file) is PreprocessingResult.Prepared prepared)
                {
                    var server = await scene.Owner.Send<PredictionResponse>(
                        HttpMethod.Post, $"{DemoScene.PathOf()}/models/{model.Version}/predictions", ServerConnection.Photo(file), stop);
                    Interlocked.Increment(ref compared);
                    if (server.Labels[0].Label == model.ClassifyInput(prepared.Input).Top.Name)
                    {
                        Interlocked.Increment(ref same);
                    }
                }

                task.Increment(1);
            }));
        return compared == 0 ? null : (double)same / compared;
    }

    /// <summary>Evenly spread over all labels.</summary>
    private static List<PhotoFile> Sample(List<PhotoFile> photos)
    {
        var step = Math.Max(1, (photos.Count + MostOwnPhotos - 1) / MostOwnPhotos);
        return [.. photos.Where((_, i) => i % step == 0)];
    }
}
