using Crowdsource.Domain.Models;
using Crowdsource.Formats;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Training;

/// <summary>What a tail is tuned from, and has to beat.</summary>
/// <param name="Backbone">Its trunk stays.</param>
/// <param name="Generation">The campaign's generation.</param>
/// <param name="Tail">Its tail.</param>
/// <param name="Photos">Photos for training and validation.</param>
/// <param name="Features">Their features.</param>
/// <param name="Targets">What is known of them.</param>
/// <param name="Head">The head on these features.</param>
internal sealed record TunedFrom(
    PretrainedBackbone Backbone, Generation Generation, Network Tail, IReadOnlyList<SnapshotPhoto> Photos, ShardedFeatures Features, PhotoTargets Targets, TrainedHead Head);
