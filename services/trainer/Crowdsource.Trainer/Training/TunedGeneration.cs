using Crowdsource.Formats;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Trainer.Features;

namespace Crowdsource.Trainer.Training;

/// <summary>What was tuned, before anybody decides whether it is adopted.</summary>
/// <param name="Tail">The new tail.</param>
/// <param name="Features">Of all photos, computed by it.</param>
/// <param name="Head">The head on them.</param>
/// <param name="Backbone">The new backbone where its trunk was tuned too, else null; disposed with this.</param>
/// <param name="WithoutAugmentation">Makes the same from the photos alone; null where it is not made.</param>
internal sealed record TunedGeneration(
    Network Tail, ShardedFeatures Features, TrainedHead Head, PretrainedBackbone? Backbone,
    Func<IProgress<TrainingProgress>, CancellationToken, Task<Network?>>? WithoutAugmentation) : IDisposable
{
    public void Dispose() => Backbone?.Dispose();
}
