using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Trainer.Nights;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Training;

/// <summary>A linear head on cached features of the pretrained backbone: seconds per night, and a small download for phones.</summary>
internal sealed class LinearHeadStrategy(CachedFeatures cached)
{
    private const string Name = "linear-head";

    /// <summary>Shares of the phase after which features are read, and the head is trained.</summary>
    private const double Reading = 0.3, Training = 0.8;

    public async Task<TrainedModel> Train(
        PretrainedBackbone backbone, Snapshot snapshot, int seed, NightProgress progress, CancellationToken cancellationToken)
    {
        var photos = snapshot.TrainingPart.ToList();
        var features = await cached.Read(backbone, photos, progress.Counter(photos.Count, 0, Reading), cancellationToken);
        var samples = Samples(snapshot, photos, features);
        var options = new HeadOptions { Seed = seed };
        var head = new HeadTrainer(options).Train(samples, new TrainingReport(progress, Reading, Training), cancellationToken);
        var plain = new HeadTrainer(options with { UseVariants = false })
            .Train(samples, new TrainingReport(progress, Training, 1), cancellationToken);
        return new TrainedModel(
            Name,
            backbone.Weights.Backbone.WithHead(head.Weights, head.Bias),
            backbone.Weights.Backbone.WithHead(plain.Weights, plain.Bias),
            AbstainBelow: 0,
            backbone.Weights.AreKnown ? PretrainedWeights.Attribution : $"Pretrained MobileNetV2, file {backbone.Weights.Digest}.",
            []);
    }

    private static HeadSamples Samples(Snapshot snapshot, List<SnapshotPhoto> photos, FeatureTable features)
    {
        var outputs = snapshot.Outputs();
        var groups = photos.Select(photo => photo.Group).Distinct().Order(StringComparer.Ordinal)
            .Select((group, index) => (group, index)).ToDictionary(pair => pair.group, pair => pair.index);
        return new HeadSamples(
            features,
            [.. photos.Select(photo => outputs[photo.Label])],
            [.. photos.Select(photo => groups[photo.Group])],
            snapshot.Labels.Length,
            [.. photos.Select(photo => (float)photo.Weight)]);
    }
}
