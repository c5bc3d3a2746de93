using System.Collections.Immutable;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Models;
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
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Training;

/// <summary>
/// A linear head on features of the campaign's generation: seconds per night, and a small download for phones. Now and then a new generation is
/// tried, and adopted where validation says that it is worth what it costs.
/// </summary>
internal sealed class PretrainedStrategy(
    FeatureShards shards, HeadFitting heads, HeadChoices choices, GenerationStore generations, SnapshotHistory history, IEnumerable<ITuning> tunings, RivalComparison rivals,
    TimeProvider clock, IOptions<TrainerOptions> options)
{
    private const string Name = "linear-head";

    /// <summary>More than curators look through before the next night.</summary>
    private const int MostDoubted = 500;

    /// <summary>Shares of the phase after which features are read, and the head is trained; where something is tuned, of a tenth of it.</summary>
    private const double Reading = 0.3, Training = 0.8, BesideTuning = 0.1;

    /// <summary>Shares of the phase after which something is tuned, and compared with the head; the comparison without augmentation is left.</summary>
    private const double Tuning = 0.75, Comparing = 0.8;

    public async Task<TrainedModel> Train(
        PretrainedBackbone pretrained, CampaignState campaign, Snapshot snapshot, int seed, NightSteps steps, NightProgress progress,
        CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var generation = await generations.Current(campaign.Id, pretrained, cancellationToken);
        using var own = await generations.OwnBackbone(generation, pretrained, cancellationToken);
        var backbone = own ?? pretrained;
        var tail = await generations.Tail(generation, backbone, cancellationToken);
        var photos = snapshot.TrainingPart.ToList();
        // What the head recognises is not known yet: this is for the progress alone.
        var tonight = new TuningOccasion(campaign, snapshot, generation, await history.LastTry(campaign.Id, cancellationToken));
        var scale = tunings.Any(tuning => tuning.WhyNot(tonight, recognised: 1) is null) ? BesideTuning : 1;
        var features = await shards.Load(
            backbone, tail, photos, await history.LastFeatures(campaign.Id, cancellationToken),
            progress.Counter(photos.Count, 0, Reading * scale), steps.KeepFeatures, cancellationToken);
        var targets = Targets(snapshot, photos, onlyValidationJudges: generation.Tail is not null);
        var kept = await choices.Kept(campaign.Id, snapshot, generation, cancellationToken);
        var how = new HeadOptions { Seed = seed };
        var head = await heads.Fit(
            features, targets, kept is null ? how : how.With(HeadChoices.Settings(kept)), new TrainingReport(progress, Reading * scale, Training * scale), cancellationToken);
        var before = new TunedFrom(backbone, generation, tail, photos, features, targets, head);
        var choice = new GenerationChoice(Name, head, clock.GetElapsedTime(started).TotalSeconds);
        foreach (var tuning in tunings)
        {
            if (tuning.WhyNot(tonight, head.OutOfFoldTop1) is { } note)
            {
                choice.Leave(note);
                continue;
            }

            var begun = clock.GetTimestamp();
            var tried = await tuning.Try(before, seed, steps, new TrainingReport(progress, Training * scale, Tuning), cancellationToken);
            if (tried is null)
            {
                choice.Leave($"{tuning.Name} was not tried: on this machine it would take longer than {options.Value.TuneWithinMinutes} minutes.");
                continue;
            }

            var asked = new TrainingReport(progress, Tuning, Comparing).Counter(RivalComparison.Sample(before).Count);
            var shares = await Compare(before, tried, asked, cancellationToken);
            var isFixed = options.Value.StrategyOf(campaign) == tuning.Strategy;
            if (choice.Consider(tuning.Name, tried, shares, clock.GetElapsedTime(begun).TotalSeconds, isFixed ? null : options.Value.AdoptFromGain) is { } loser)
            {
                loser.Dispose();
            }
        }

        // By the head before, also where something was tuned: its features have not seen the labels that are doubted.
        var doubted = Doubted(snapshot, photos, head);
        if (choice.Adopted is not { } adopted)
        {
            var plain = await heads.Fit(
                features, targets, how.With(head.Settings) with { UseVariants = false }, new TrainingReport(progress, Training, 1), cancellationToken);
            return Model(choice, pretrained, Whole(backbone, tail, head), head) with
            {
                Doubted = doubted,
                WithoutAugmentation = Whole(backbone, tail, plain),
                Generation = generation,
                Head = HeadChoices.Of(head, kept, generation.Number),
                Features = await shards.Save(features, cancellationToken),
            };
        }

        using (adopted)
        {
            return Model(choice, pretrained, Whole(adopted.Backbone ?? backbone, adopted.Tail, adopted.Head), adopted.Head) with
            {
                Doubted = doubted,
                WithoutAugmentation = adopted.WithoutAugmentation is { } make
                    ? await make(new TrainingReport(progress, Comparing, 1), cancellationToken)
                    : null,
                Generation = new Generation(
                    generation.Number + 1,
                    pretrained.Trunk.Id,
                    await generations.Put(adopted.Tail, cancellationToken),
                    clock.GetUtcNow(),
                    adopted.Backbone is { } tuned ? await generations.Put(tuned.TrunkNetwork, cancellationToken) : generation.TrunkWeights,
                    choice.Why),
                Head = HeadChoices.Of(adopted.Head, kept: null, generation.Number + 1),
                Features = await shards.Save(adopted.Features, cancellationToken),
            };
        }
    }

    private async Task<ViewShares[]> Compare(TunedFrom before, TunedGeneration tried, Action asked, CancellationToken cancellationToken)
    {
        try
        {
            return await rivals.Compare(before, tried, asked, cancellationToken);
        }
        catch
        {
            tried.Dispose();
            throw;
        }
    }

    /// <summary>From the image to probabilities.</summary>
    public static Network Whole(PretrainedBackbone backbone, Network tail, TrainedHead head) =>
        backbone.TrunkNetwork.Append(tail.Layers).WithHead(head.Weights, head.Bias);

    public static string Attribution(PretrainedBackbone backbone) =>
        backbone.Weights.AreKnown ? PretrainedWeights.Attribution : $"Pretrained MobileNetV2, file {backbone.Weights.Digest}.";

    private static ImmutableArray<DoubtedPhoto> Doubted(Snapshot snapshot, List<SnapshotPhoto> photos, TrainedHead head) =>
    [
        .. head.Suspects.Where(suspect => !photos[suspect.Photo].OutOfScope).Take(MostDoubted).Select(suspect => new DoubtedPhoto(
            new BlobDigest(photos[suspect.Photo].Photo),
            new LabelId(photos[suspect.Photo].Label),
            new LabelId(snapshot.Labels[suspect.Likelier].Id),
            suspect.Confidence,
            suspect.SelfConfidence)),
    ];

    private static TrainedModel Model(GenerationChoice choice, PretrainedBackbone pretrained, Network network, TrainedHead head) => new()
    {
        Strategy = choice.Strategy,
        Network = network,
        AbstainBelow = head.AbstainBelow,
        Attribution = Attribution(pretrained),
        Notes = choice.Notes,
        Strategies = choice.Trials,
    };

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
            onlyValidationJudges ? [.. photos.Select(photo => photo.Split == Split.Validation)] : null,
            snapshot.NoneOfThese);
    }
}
