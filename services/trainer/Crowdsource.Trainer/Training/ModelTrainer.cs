using Crowdsource.Domain.Campaigns;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Trainer.Nights;
using Crowdsource.Trainer.Nights.Resuming;
using Crowdsource.Trainer.Snapshots;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Training;

/// <summary>Chooses how to train: on the pretrained backbone where there are weights, else a small network from scratch.</summary>
internal sealed class ModelTrainer(
    PretrainedBackboneSource source, PretrainedStrategy pretrained, FromScratchStrategy fromScratch, IOptions<TrainerOptions> options)
{
    public async Task<TrainedModel> Train(
        CampaignState campaign, Snapshot snapshot, int seed, NightSteps steps, NightProgress progress, CancellationToken cancellationToken) =>
        options.Value.StrategyOf(campaign) != TrainingStrategy.FromScratch && await source.Get(cancellationToken) is { } backbone
            ? await pretrained.Train(backbone, campaign, snapshot, seed, steps, progress, cancellationToken)
            : await fromScratch.Train(snapshot, seed, progress, cancellationToken);
}
