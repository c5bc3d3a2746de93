using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Trainer.Features;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Training;

/// <summary>The steps that every way to tune has in common.</summary>
internal sealed class TuningSteps(FeatureShards shards, HeadFitting heads, TimeProvider clock, IOptions<TrainerOptions> options)
{
    /// <summary>The tuned layers up to the features; null when it would take too long.</summary>
    /// <param name="before">What is tuned.</param>
    /// <param name="layers">Of it, from the images to features.</param>
    /// <param name="sample">What to learn from.</param>
    /// <param name="how">How.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Network?> Tune<T>(
        TunedFrom before, Network layers, TuningSample<T> sample, TuningOptions how, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
        where T : TrainingImages
    {
        var head = await Start(before, sample, how.Seed, cancellationToken);
        var start = layers.Append(new Linear(Network.HeadName, layers.Output.Channels, head.Bias.Length, head.Weights, head.Bias));
        return await Task.Run(
            () =>
            {
                using var budget = new TimeBudget(TimeSpan.FromMinutes(options.Value.TuneWithinMinutes), progress, clock, cancellationToken);
                try
                {
                    return new NetworkTuner(how).Train(start, sample.Images, sample.Targets.Labels, sample.Train, budget, budget.Token).Backbone();
                }
                catch (OperationCanceledException) when (budget.IsExceeded)
                {
                    return null;
                }
            },
            cancellationToken);
    }

    /// <summary>Computes all features again, and trains a head on them that validation photos judge: no tuning learned from them.</summary>
    public async Task<(ShardedFeatures Features, TrainedHead Head)> Judge(
        TunedFrom before, PretrainedBackbone backbone, Network tail, int seed, TrainingReport progress, CancellationToken cancellationToken)
    {
        var features = await shards.Load(backbone, tail, before.Photos, last: null, progress.Counter(before.Photos.Count), keep: null, cancellationToken);
        var head = await heads.Fit(features, before.Targets with { Judges = before.IsValidation }, new HeadOptions { Seed = seed }, progress: null, cancellationToken);
        return (features, head);
    }

    /// <summary>A head on the features before, of the photos to learn from alone: layers learn what their head asks for.</summary>
    private async Task<TrainedHead> Start<T>(TunedFrom before, TuningSample<T> sample, int seed, CancellationToken cancellationToken)
        where T : TrainingImages
    {
        int[] learned = [.. sample.Train.Select(place => sample.Photos[place])];
        var features = await shards.Of(before.Features, learned, cancellationToken);
        var targets = before.Targets.Of(learned) with { Judges = null };
        var how = new HeadOptions { Seed = seed }.With(before.Head.Settings);
        return await Task.Run(() => new HeadTrainer(how).Train(targets.With(features), progress: null, cancellationToken), cancellationToken);
    }
}
