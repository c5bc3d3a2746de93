using System.Numerics.Tensors;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats;
using Crowdsource.Formats.Activations;
using Crowdsource.Inference;
using Crowdsource.Learning;
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Nights.Resuming;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Training;

/// <summary>Tunes the last blocks from activations, most of them cached, on train photos alone. A new tail changes most of what phones download, so it has to gain, and comes seldom.</summary>
internal sealed class TailTuning(CachedActivations cached, MasterPictures masters, TuningSteps steps, TimeProvider clock, IOptions<TrainerOptions> options) : ITuning
{
    /// <summary>The model without augmentation is for comparison only: half the passes of one run come near.</summary>
    private const int PlainPasses = 4;

    /// <summary>Shares of the time after which variants are drawn, and the tail is tuned; then features are computed again.</summary>
    private const double Drawing = 0.35, Tuning = 0.85;

    /// <summary>Photos whose activations are in memory: 680 MB at most.</summary>
    private const int MostPhotos = 4000;

    private static readonly PhotoView[] s_drawn =
        [.. Enumerable.Range(AugmentationRecipe.NightlyVariants, AugmentationRecipe.TunedVariants - AugmentationRecipe.NightlyVariants).Select(PhotoView.Variant)];

    private readonly TrainerOptions _options = options.Value;

    public string Name => "tail-tuning";

    public TrainingStrategy Strategy => TrainingStrategy.TailTuning;

    public string? WhyNot(TuningOccasion tonight, double recognised)
    {
        var train = tonight.Snapshot.Of(Split.Train).Count();
        return TuningRules.Tries(Strategy, tonight, _options, clock.GetUtcNow()) switch
        {
            false => "",
            null when train < _options.TuneFromPhotos =>
                $"No new generation was tried: {train} photos to train on, {_options.TuneFromPhotos} are needed.",
            _ => null,
        };
    }

    public async Task<TunedGeneration?> Try(
        TunedFrom before, int seed, NightSteps night, TrainingReport progress, CancellationToken cancellationToken)
    {
        var sample = await Sample(before, cancellationToken);
        var tail = await night.Once(
            "tail",
            async () =>
            {
                await Draw(before, sample, progress.Part(0, Drawing), cancellationToken);
                var how = new TuningOptions { Seed = seed };
                return await steps.Tune(before, before.Tail, sample, how, progress.Part(Drawing, Tuning), cancellationToken);
            },
            cancellationToken);
        if (tail is null)
        {
            return null;
        }

        var (features, head) = await steps.Judge(before, before.Backbone, tail, seed, progress.Part(Tuning, 1), cancellationToken);
        return new TunedGeneration(tail, features, head, Backbone: null, (telling, token) => Plain(before, sample, seed, telling, token));
    }

    private async Task<TuningSample<ActivationTable>> Sample(TunedFrom before, CancellationToken cancellationToken)
    {
        var photos = TuningRules.Choose(before.Photos, MostPhotos);
        var table = new ActivationTable(photos.Length, 1 + AugmentationRecipe.TunedVariants, before.Backbone.Trunk.Shape);
        await cached.ForEach(
            before.Backbone, [.. photos.Select(photo => before.Photos[photo])], (place, activations) => Put(table, place, 0, activations.Variants), cancellationToken);
        return TuningSample<ActivationTable>.Of(table, before, photos);
    }

    /// <summary>What no head learns from is made when it is needed, of the photos that are learned from.</summary>
    private async Task Draw(TunedFrom before, TuningSample<ActivationTable> sample, TrainingReport progress, CancellationToken cancellationToken)
    {
        var (learned, trunk) = (sample.Train, before.Backbone.Trunk);
        var count = progress.Counter(learned.Length);
        await masters.ForEach(
            [.. learned.Select(place => before.Photos[sample.Photos[place]])],
            async (index, photo, token) =>
            {
                Put(sample.Images, learned[index], CachedActivations.Variants, trunk.Extract(await masters.Prepare(photo, s_drawn, token), token));
                count();
            },
            cancellationToken);
    }

    private static void Put(ActivationTable table, int place, int first, IEnumerable<PackedActivations> activations)
    {
        foreach (var (variant, one) in activations.Index())
        {
            table[place, first + variant] = one;
        }
    }

    /// <summary>The same from the photos alone.</summary>
    private async Task<Network?> Plain(
        TunedFrom before, TuningSample<ActivationTable> sample, int seed, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var how = new TuningOptions { Seed = seed, Views = [0], Passes = PlainPasses, Runs = 1 };
        if (await steps.Tune(before, before.Tail, sample, how, progress, cancellationToken) is not { } tail)
        {
            return null;
        }

        var upright = new FeatureTable(sample.Images.Photos, 1, tail.Output.Channels);
        using var extractor = new TailExtractor(tail);
        Parallel.For(
            0, upright.Photos, new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken },
            photo => TensorPrimitives.ConvertToHalf(extractor.Extract(sample.Images[photo, 0]), upright.Row(photo, 0)));
        var head = new HeadTrainer(new HeadOptions { Seed = seed, UseVariants = false }).Train(sample.Targets.With(upright), progress: null, cancellationToken);
        return PretrainedStrategy.Whole(before.Backbone, tail, head);
    }
}
