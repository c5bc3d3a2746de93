using System.Numerics.Tensors;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats;
using Crowdsource.Inference;
using Crowdsource.Learning;
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Nights.Resuming;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision.Augmentation;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Training;

/// <summary>Tunes the last blocks from cached activations, on train photos alone. A new tail changes most of what phones download, so it has to gain, and comes seldom.</summary>
internal sealed class TailTuning(CachedActivations cached, TuningSteps steps, TimeProvider clock, IOptions<TrainerOptions> options) : ITuning
{
    /// <summary>The model without augmentation is for comparison only: half the passes come near.</summary>
    private const int PlainPasses = 4;

    /// <summary>Photos whose activations are in memory: 380 MB with 5 variants.</summary>
    private const int MostPhotos = 4000;

    private readonly TrainerOptions _options = options.Value;

    public string Name => "tail-tuning";

    public TrainingStrategy Strategy => TrainingStrategy.TailTuning;

    public string? WhyNot(CampaignState campaign, Snapshot snapshot, Generation current, double recognised)
    {
        var train = snapshot.Of(Split.Train).Count();
        return TuningRules.Tries(Strategy, campaign, snapshot, current, _options, clock.GetUtcNow()) switch
        {
            false => "",
            null when train < _options.TuneFromPhotos =>
                $"No new generation was tried: {train} photos to train on, {_options.TuneFromPhotos} are needed.",
            _ => null,
        };
    }

    public async Task<TunedGeneration?> Try(
        TunedFrom before, int seed, NightSteps night, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var sample = await Sample(before, cancellationToken);
        var tail = await night.Once(
            "tail",
            () => steps.Tune(before.Tail, before.Head, sample, new TuningOptions { Seed = seed, Views = AugmentationRecipe.TunedViews }, progress, cancellationToken), cancellationToken);
        if (tail is null)
        {
            return null;
        }

        var (features, head) = await steps.Judge(before, before.Backbone, tail, seed, cancellationToken);
        return new TunedGeneration(tail, features, head, Backbone: null, (telling, token) => Plain(before, sample, seed, telling, token));
    }

    private async Task<TuningSample<ActivationTable>> Sample(TunedFrom before, CancellationToken cancellationToken)
    {
        var photos = TuningRules.Choose(before.Photos, MostPhotos);
        var table = new ActivationTable(photos.Length, CachedActivations.Variants, before.Backbone.Trunk.Shape);
        await cached.ForEach(
            before.Backbone,
            [.. photos.Select(photo => before.Photos[photo])],
            (place, activations) =>
            {
                for (var variant = 0; variant < table.Variants; variant++)
                {
                    table[place, variant] = activations.Variants[variant];
                }
            },
            cancellationToken);
        return TuningSample<ActivationTable>.Of(table, before, photos);
    }

    /// <summary>The same from the photos alone.</summary>
    private async Task<Network?> Plain(
        TunedFrom before, TuningSample<ActivationTable> sample, int seed, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var how = new TuningOptions { Seed = seed, Views = [0], Passes = PlainPasses };
        if (await steps.Tune(before.Tail, before.Head, sample, how, progress, cancellationToken) is not { } tail)
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
