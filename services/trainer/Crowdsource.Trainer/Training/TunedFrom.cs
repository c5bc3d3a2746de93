using Crowdsource.Domain.Models;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Training;

/// <summary>What is tuned, and has to be beaten.</summary>
/// <param name="Backbone">The campaign's, with its trunk.</param>
/// <param name="Generation">The campaign's generation.</param>
/// <param name="Tail">Its tail.</param>
/// <param name="Photos">Photos for training and validation.</param>
/// <param name="Features">Their features.</param>
/// <param name="Targets">What is known of them.</param>
/// <param name="Head">The head on these features.</param>
internal sealed record TunedFrom(
    PretrainedBackbone Backbone, Generation Generation, Network Tail, IReadOnlyList<SnapshotPhoto> Photos, ShardedFeatures Features, PhotoTargets Targets, TrainedHead Head)
{
    public bool[] IsValidation => [.. Photos.Select(photo => photo.Split == Split.Validation)];
}
