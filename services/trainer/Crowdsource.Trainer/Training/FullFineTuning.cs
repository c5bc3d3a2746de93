using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Submissions;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Trainer.Nights.Resuming;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Training;

/// <summary>
/// Tunes every layer, where photos are many and little like those of the pretrained weights. It learns from smaller pictures, which costs half, and
/// what it tuned then sees them whole; the head learns from that (after Touvron et al. 2019, "Fixing the train-test resolution discrepancy").
/// Nothing cached serves any longer: the features of all photos are computed from their masters, within the night.
/// </summary>
internal sealed class FullFineTuning(MasterPictures masters, TuningSteps steps, TimeProvider clock, IOptions<TrainerOptions> options) : ITuning
{
    private const int LearnedSize = 160;

    /// <summary>Shares of the time after which pictures are drawn, and the network is tuned; then features are computed again.</summary>
    private const double Drawing = 0.1, Tuning = 0.85;

    private static readonly Preprocessing s_learned = Preprocessing.Default with { InputSize = LearnedSize };
    private readonly TrainerOptions _options = options.Value;

    public string Name => "full-fine-tuning";

    public TrainingStrategy Strategy => TrainingStrategy.FullFineTuning;

    public string? WhyNot(TuningOccasion tonight, double recognised) =>
        TuningRules.Tries(Strategy, tonight, _options, clock.GetUtcNow()) switch
        {
            false => "",
            null when tonight.Snapshot.Of(Split.Train).Count() < _options.FineTuneFromPhotos || recognised >= _options.FineTuneBelow => "",
            _ => null,
        };

    public async Task<TunedGeneration?> Try(
        TunedFrom before, int seed, NightSteps night, TrainingReport progress, CancellationToken cancellationToken)
    {
        var sample = await Sample(before, progress.Part(0, Drawing), cancellationToken);
        var whole = before.Backbone.TrunkNetwork.Append(before.Tail.Layers);
        var how = TuningOptions.EveryLayer with { Seed = seed };
        var tuned = await night.Once(
            "backbone",
            () => steps.Tune(before, whole.ForInput(LearnedSize), sample, how, progress.Part(Drawing, Tuning), cancellationToken), cancellationToken);
        if (tuned is null)
        {
            return null;
        }

        var backbone = new PretrainedBackbone(before.Backbone.Weights, tuned.ForInput(whole.Input.Width));
        try
        {
            var (features, head) = await steps.Judge(before, backbone, backbone.Tail, seed, progress.Part(Tuning, 1), cancellationToken);
            return new TunedGeneration(backbone.Tail, features, head, backbone, WithoutAugmentation: null);
        }
        catch
        {
            backbone.Dispose();
            throw;
        }
    }

    private async Task<TuningSample<PictureTable>> Sample(TunedFrom before, TrainingReport progress, CancellationToken cancellationToken)
    {
        var photos = TuningRules.Choose(before.Photos, PictureTable.Affordable(LearnedSize));
        var variants = Math.Clamp(PictureTable.Affordable(LearnedSize) / photos.Length, 1, 1 + AugmentationRecipe.NightlyVariants);
        PhotoView[] views = [PhotoView.Original, .. Enumerable.Range(0, variants - 1).Select(PhotoView.Variant)];
        var table = new PictureTable(photos.Length, variants, s_learned);
        var count = progress.Counter(photos.Length);
        await masters.ForEach(
            [.. photos.Select(photo => before.Photos[photo])],
            async (place, photo, token) =>
            {
                var pictures = await masters.Prepare(photo, views, token);
                for (var variant = 0; variant < variants; variant++)
                {
                    table.Set(place, variant, pictures[variant]);
                }

                count();
            },
            cancellationToken);
        return TuningSample<PictureTable>.Of(table, before, photos);
    }
}
