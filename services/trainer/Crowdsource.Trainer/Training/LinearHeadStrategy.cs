using Crowdsource.Domain.Campaigns;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Generations;
using Crowdsource.Trainer.Nights;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Training;

/// <summary>A linear head on features of the campaign's generation: seconds per night, and a small download for phones.</summary>
internal sealed class LinearHeadStrategy(FeatureShards shards, GenerationStore generations)
{
    private const string Name = "linear-head";

    /// <summary>Shares of the phase after which features are read, and the head is trained.</summary>
    private const double Reading = 0.3, Training = 0.8;

    public async Task<TrainedModel> Train(
        PretrainedBackbone backbone, Snapshot snapshot, int seed, NightProgress progress, CancellationToken cancellationToken)
    {
        var campaign = new CampaignId(snapshot.Campaign);
        var generation = await generations.Current(campaign, backbone, cancellationToken);
        var tail = await generations.Tail(generation, backbone, cancellationToken);
        var photos = snapshot.TrainingPart.ToList();
        var features = await shards.Load(
            backbone, tail, photos, await generations.LastFeatures(campaign, cancellationToken), progress.Counter(photos.Count, 0, Reading), cancellationToken);
        var samples = Samples(snapshot, photos, features.Table);
        var options = new HeadOptions { Seed = seed };
        var head = new HeadTrainer(options).Train(samples, new TrainingReport(progress, Reading, Training), cancellationToken);
        var plain = new HeadTrainer(options with { UseVariants = false })
            .Train(samples, new TrainingReport(progress, Training, 1), cancellationToken);
        var whole = backbone.TrunkNetwork.Append(tail.Layers);
        return new TrainedModel
        {
            Strategy = Name,
            Network = whole.WithHead(head.Weights, head.Bias),
            WithoutAugmentation = whole.WithHead(plain.Weights, plain.Bias),
            Attribution = backbone.Weights.AreKnown ? PretrainedWeights.Attribution : $"Pretrained MobileNetV2, file {backbone.Weights.Digest}.",
            Generation = generation,
            Features = await shards.Save(features, cancellationToken),
        };
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
