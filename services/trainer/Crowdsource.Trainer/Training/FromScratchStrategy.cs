using Crowdsource.Domain.Submissions;
using Crowdsource.Learning;
using Crowdsource.Trainer.Nights;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Trainer.Training;

/// <summary>A small network that learns from nothing but the campaign's photos.</summary>
internal sealed class FromScratchStrategy(MasterPictures masters)
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
            snapshot.NoneOfThese,
            new SmallNetworkOptions { Seed = seed },
            new TrainingReport(progress, Preparing, 1),
            cancellationToken);
        return new TrainedModel
        {
            Strategy = Name,
            Network = trained.Network,
            AbstainBelow = trained.AbstainBelow,
            Notes = ["NO PRETRAINED WEIGHTS: a small network was trained from scratch. It needs many times more photos to be as good."],
        };
    }

    private async Task<ShrunkenPictures> Prepare(List<SnapshotPhoto> photos, Action prepared, CancellationToken cancellationToken)
    {
        var variants = Math.Min(ShrunkenPictures.AffordableVariants(photos.Count), 1 + AugmentationRecipe.NightlyVariants);
        PhotoView[] views = [PhotoView.Original, .. Enumerable.Range(0, variants - 1).Select(PhotoView.Variant)];
        var pictures = new ShrunkenPictures(photos.Count, variants);
        await masters.ForEach(
            photos,
            async (index, photo, token) =>
            {
                var inputs = await masters.Prepare(photo, views, token);
                for (var variant = 0; variant < variants; variant++)
                {
                    pictures.Set(index, variant, inputs[variant]);
                }

                prepared();
            },
            cancellationToken);
        return pictures;
    }
}
