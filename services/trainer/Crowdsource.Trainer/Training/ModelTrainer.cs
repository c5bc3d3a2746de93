using Crowdsource.Trainer.Nights;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Training;

/// <summary>Chooses how to train.</summary>
internal sealed class ModelTrainer(FromScratchStrategy fromScratch)
{
    public Task<TrainedModel> Train(Snapshot snapshot, int seed, NightProgress progress, CancellationToken cancellationToken) =>
        fromScratch.Train(snapshot, seed, progress, cancellationToken);
}
