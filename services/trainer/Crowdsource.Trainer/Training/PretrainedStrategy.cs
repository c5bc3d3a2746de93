using System.Collections.Immutable;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Generations;
using Crowdsource.Trainer.Nights;
using Crowdsource.Trainer.Nights.Resuming;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Training;

/// <summary>
/// A linear head on features of the campaign's generation: seconds per night, and a small download for phones. Now and then a new generation is
/// tried, and adopted where validation says that it is worth what it costs.
/// </summary>
internal sealed class PretrainedStrategy(FeatureShards shards, HeadFitting heads, GenerationStore generations, TailTuning tuning)
{
    private const string Name = "linear-head";

    /// <summary>More than curators look through before the next night.</summary>
    private const int MostDoubted = 500;

    /// <summary>Shares of the phase after which features are read, and the head is trained.</summary>
    private const double Reading = 0.3, Training = 0.8;

    public async Task<TrainedModel> Train(
        PretrainedBackbone backbone, CampaignState campaign, Snapshot snapshot, int seed, NightSteps steps, NightProgress progress,
        CancellationToken cancellationToken)
    {
        var generation = await generations.Current(campaign.Id, backbone, cancellationToken);
        var tail = await generations.Tail(generation, backbone, cancellationToken);
        var photos = snapshot.TrainingPart.ToList();
        var note = tuning.WhyNot(campaign, snapshot, generation);
        // Where a tail is tuned, that takes nearly all of the time.
        var scale = note is null ? 0.1 : 1;
        var features = await shards.Load(
            backbone, tail, photos, await generations.LastFeatures(campaign.Id, cancellationToken),
            progress.Counter(photos.Count, 0, Reading * scale), steps.KeepFeatures, cancellationToken);
        var targets = Targets(snapshot, photos, onlyValidationJudges: generation.Tail is not null);
        var head = await heads.Fit(
            features, targets, new HeadOptions { Seed = seed }, new TrainingReport(progress, Reading * scale, Training * scale), cancellationToken);
        var before = new TunedFrom(backbone, generation, tail, photos, features, targets, head);
        if (note is null)
        {
            (var adopted, note) = await tuning.Try(campaign, before, seed, steps, new TrainingReport(progress, Training * scale, 1), cancellationToken);
            if (adopted is not null)
            {
                // Judged by the head before: its features have not seen the labels that are doubted.
                return adopted with { Doubted = Doubted(snapshot, photos, head) };
            }
        }

        var plain = await heads.Fit(
            features, targets, new HeadOptions { Seed = seed, UseVariants = false }, new TrainingReport(progress, Training, 1), cancellationToken);
        return new TrainedModel
        {
            Strategy = Name,
            Network = Whole(backbone, tail, head),
            WithoutAugmentation = Whole(backbone, tail, plain),
            AbstainBelow = head.AbstainBelow,
            Doubted = Doubted(snapshot, photos, head),
            Attribution = Attribution(backbone),
            Generation = generation,
            Features = await shards.Save(features, cancellationToken),
            Notes = note.Length == 0 ? [] : [note],
        };
    }

    /// <summary>From the image to probabilities.</summary>
    public static Network Whole(PretrainedBackbone backbone, Network tail, TrainedHead head) =>
        backbone.TrunkNetwork.Append(tail.Layers).WithHead(head.Weights, head.Bias);

    public static string Attribution(PretrainedBackbone backbone) =>
        backbone.Weights.AreKnown ? PretrainedWeights.Attribution : $"Pretrained MobileNetV2, file {backbone.Weights.Digest}.";

    private static ImmutableArray<DoubtedPhoto> Doubted(Snapshot snapshot, List<SnapshotPhoto> photos, TrainedHead head) =>
    [
        .. head.Suspects.Take(MostDoubted).Select(suspect => new DoubtedPhoto(
            new BlobDigest(photos[suspect.Photo].Photo),
            new LabelId(photos[suspect.Photo].Label),
            new LabelId(snapshot.Labels[suspect.Likelier].Id),
            suspect.Confidence,
            suspect.SelfConfidence)),
    ];

    private static PhotoTargets Targets(Snapshot snapshot, List<SnapshotPhoto> photos, bool onlyValidationJudges)
    {
        var outputs = snapshot.Outputs();
        var groups = photos.Select(photo => photo.Group).Distinct().Order(StringComparer.Ordinal)
            .Select((group, index) => (group, index)).ToDictionary(pair => pair.group, pair => pair.index);
        return new PhotoTargets(
            [.. photos.Select(photo => outputs[photo.Label])],
            [.. photos.Select(photo => groups[photo.Group])],
            snapshot.Labels.Length,
            [.. photos.Select(photo => (float)photo.Weight)],
            onlyValidationJudges ? [.. photos.Select(photo => photo.Split == Split.Validation)] : null);
    }
}
