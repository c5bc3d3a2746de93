using Crowdsource.Inference.Pretrained;
using Crowdsource.Trainer.Nights;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Training;

/// <summary>Chooses how to train: a head on pretrained features where there are weights, else a small network from scratch.</summary>
internal sealed class ModelTrainer(PretrainedBackboneSource pretrained, LinearHeadStrategy linearHead, FromScratchStrategy fromScratch)
{
    public async Task<TrainedModel> Train(Snapshot snapshot, int seed, NightProgress progress, CancellationToken cancellationToken) =>
        await pretrained.Get(cancellationToken) is { } backbone
            ? await linearHead.Train(backbone, snapshot, seed, progress, cancellationToken)
            : await fromScratch.Train(snapshot, seed, progress, cancellationToken);
}
