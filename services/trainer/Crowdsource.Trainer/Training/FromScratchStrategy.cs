using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Submissions;
using Crowdsource.Learning;
using Crowdsource.Storage;
using Crowdsource.Trainer.Nights;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Training;

/// <summary>A small network that learns from nothing but the campaign's photos.</summary>
internal sealed class FromScratchStrategy(IBlobStore blobs, IVision vision, IOptions<TrainerOptions> options)
{
    private const string Name = "from-scratch";

    /// <summary>The share of the phase that preparing the pictures takes.</summary>
    private const double Preparing = 0.3;

    public async Task<TrainedModel> Train(Snapshot snapshot, int seed, NightProgress progress, CancellationToken cancellationToken)
    {
        var photos = snapshot.TrainingPart.ToList();
        var pictures = await Prepare(photos, progress.Counter(photos.Count, 0, Preparing), cancellationToken);
        var outputs = snapshot.Outputs();
        var trained = SmallNetwork.Train(
            pictures,
            [.. photos.Select(photo => outputs[photo.Label])],
            [.. photos.Select(photo => photo.Split == Split.Validation)],
            snapshot.Labels.Length,
            new SmallNetworkOptions { Seed = seed },
            new TrainingReport(progress, Preparing, 1),
            cancellationToken);
        return new TrainedModel(
            Name,
            trained.Network,
            WithoutAugmentation: null,
            AbstainBelow: 0,
            Attribution: null,
            ["NO PRETRAINED WEIGHTS: a small network was trained from scratch. It needs many times more photos to be as good."]);
    }

    private async Task<ShrunkenPictures> Prepare(List<SnapshotPhoto> photos, Action prepared, CancellationToken cancellationToken)
    {
        var variants = Math.Min(ShrunkenPictures.AffordableVariants(photos.Count), 1 + AugmentationRecipe.NightlyVariants);
        PhotoView[] views = [PhotoView.Original, .. Enumerable.Range(0, variants - 1).Select(PhotoView.Variant)];
        var pictures = new ShrunkenPictures(photos.Count, variants);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, photos.Count),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallelism, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                var inputs = await vision.Prepare(await blobs.ReadAll(new BlobDigest(photos[index].Photo), token), views, token);
                for (var variant = 0; variant < variants; variant++)
                {
                    pictures.Set(index, variant, inputs[variant]);
                }

                prepared();
            });
        return pictures;
    }
}
