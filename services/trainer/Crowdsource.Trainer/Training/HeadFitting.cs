using Crowdsource.Learning;
using Crowdsource.Trainer.Features;

namespace Crowdsource.Trainer.Training;

/// <summary>Trains heads: exactly where the features fit into memory, else from their files.</summary>
internal sealed class HeadFitting(FeatureShards shards)
{
    public Task<TrainedHead> Fit(
        ShardedFeatures features, PhotoTargets targets, HeadOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        Task.Run(
            () => features.Table is { } table
                ? Task.FromResult(new HeadTrainer(options).Train(targets.With(table), progress, cancellationToken))
                : new StreamedHeadTrainer(options).Train(shards.Open(features), targets, progress, cancellationToken),
            cancellationToken);
}
