using System.Globalization;
using System.Numerics.Tensors;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using Crowdsource.Inference;
using Crowdsource.Learning;
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Generations;
using Crowdsource.Trainer.Nights.Resuming;
using Crowdsource.Trainer.Snapshots;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Training;

/// <summary>
/// Tries a new generation: tunes the tail on the train photos, computes all features again, trains a head on them, and compares both heads on
/// validation photos, which no tail ever learns from, photos and variants alike. A new generation changes most of what phones download, so it
/// has to gain, and comes seldom.
/// </summary>
internal sealed class TailTuning(
    CachedActivations cached, FeatureShards shards, HeadFitting heads, GenerationStore generations, TimeProvider clock, IOptions<TrainerOptions> options)
{
    private const string Name = "tail-tuning";

    /// <summary>Shares of the time in which the tail is tuned, its features are computed and a head is trained; the rest is for the comparison without augmentation.</summary>
    private const double Tuning = 0.6, Computing = 0.7;

    /// <summary>The model without augmentation is for comparison only: half the passes come near.</summary>
    private const int PlainPasses = 4;

    /// <summary>Photos whose activations are in memory: 380 MB with 5 variants.</summary>
    private const int MostTunedOn = 4000;

    private readonly TrainerOptions _options = options.Value;

    /// <summary>Why no new generation is tried tonight, as a note or empty where it needs none; null when one is.</summary>
    public string? WhyNot(CampaignState campaign, Snapshot snapshot, Generation current)
    {
        var train = snapshot.Of(Split.Train).Count();
        return _options.StrategyOf(campaign) switch
        {
            TrainingStrategy.LinearHead => "",
            _ when train == 0 || !snapshot.Of(Split.Validation).Any() => "",
            TrainingStrategy.TailTuning => null,
            // A copy tries something out: it is compared with nights that adopted nothing.
            _ when campaign.CopyOf is not null => "",
            _ when current.AdoptedAt is { } last && clock.GetUtcNow() - last < TimeSpan.FromDays(_options.AdoptEveryDays) => "",
            _ when train < _options.TuneFromPhotos =>
                $"No new generation was tried: {train} photos to train on, {_options.TuneFromPhotos} are needed.",
            _ => null,
        };
    }

    /// <summary>The model on the new generation, or null with a note why it was not adopted.</summary>
    public async Task<(TrainedModel? Adopted, string Note)> Try(
        CampaignState campaign, TunedFrom before, int seed, NightSteps steps, TrainingReport progress, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var sample = await Sample(before, cancellationToken);
        var tuned = await steps.Once(
            "tail",
            () => Tune(before, sample, new TailOptions { Seed = seed }, progress.Part(0, Tuning), cancellationToken), cancellationToken);
        if (tuned is null)
        {
            return (null, $"No new generation was tried: on this machine it would take longer than {_options.TuneWithinMinutes} minutes.");
        }

        var features = await shards.Load(before.Backbone, tuned, before.Photos, last: null, () => { }, keep: null, cancellationToken);
        progress.Part(0, Computing).Report(new TrainingProgress(1, 1, 0));
        bool[] judges = [.. before.Photos.Select(photo => photo.Split == Split.Validation)];
        var head = await heads.Fit(features, before.Targets with { Judges = judges }, new HeadOptions { Seed = seed }, progress: null, cancellationToken);
        var (now, then) = (Recognised(head, judges), Recognised(before.Head, judges));
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        var adopts = _options.StrategyOf(campaign) == TrainingStrategy.TailTuning || now - then >= _options.AdoptFromGain;
        var note = string.Create(
            CultureInfo.InvariantCulture,
            $"Tail tuning: validation {now:F3} against {then:F3} of the linear head (photos and variants alike), {seconds:F0} s: {(adopts ? "adopted" : "not adopted")}.");
        if (!adopts)
        {
            await shards.Discard(features, cancellationToken);
            return (null, note);
        }

        var plain = await Plain(before, sample, seed, progress.Part(Computing, 1), cancellationToken);
        return (
            new TrainedModel
            {
                Strategy = Name,
                Network = PretrainedStrategy.Whole(before.Backbone, tuned, head),
                WithoutAugmentation = plain,
                AbstainBelow = head.AbstainBelow,
                Attribution = PretrainedStrategy.Attribution(before.Backbone),
                Generation = new Generation(
                    before.Generation.Number + 1, before.Backbone.Trunk.Id, await generations.Put(tuned, cancellationToken), clock.GetUtcNow()),
                Features = await shards.Save(
                    features with { Replaced = [.. before.Features.Shards, .. before.Features.Replaced] }, cancellationToken),
                Notes = [note],
            },
            note);
    }

    /// <summary>Activations of as many photos as a tail is tuned on and compared by, label by label, so that rare labels are all in.</summary>
    private async Task<TuningSample> Sample(TunedFrom before, CancellationToken cancellationToken)
    {
        int[] photos =
        [
            .. Enumerable.Range(0, before.Photos.Count)
                .GroupBy(photo => (before.Photos[photo].Label, before.Photos[photo].Split))
                .SelectMany(alike => alike.Select((photo, place) => (photo, place)))
                .OrderBy(pair => pair.place)
                .Take(MostTunedOn)
                .Select(pair => pair.photo)
                .Order(),
        ];
        var table = new ActivationTable(photos.Length, CachedActivations.Variants, before.Backbone.Trunk.Shape);
        await cached.ForEach(
            before.Backbone,
            [.. photos.Select(photo => before.Photos[photo])],
            (place, activations) =>
            {
                for (var variant = 0; variant < table.Variants; variant++)
                {
                    table[place, variant] = activations.Variants[variant];
                }
            },
            cancellationToken);
        return new TuningSample(
            table,
            before.Targets.Of(photos) with { Judges = [.. photos.Select(photo => before.Photos[photo].Split == Split.Validation)] });
    }

    /// <summary>The tail up to the features; null when it would take too long.</summary>
    private Task<Network?> Tune(
        TunedFrom before, TuningSample sample, TailOptions how, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        int[] train = [.. Enumerable.Range(0, sample.Activations.Photos).Where(photo => !sample.Targets.Judges![photo])];
        var head = before.Head;
        var start = before.Tail.Append(new Linear(Network.HeadName, before.Tail.Output.Channels, head.Bias.Length, head.Weights, head.Bias));
        return Task.Run(
            () =>
            {
                using var budget = new TimeBudget(TimeSpan.FromMinutes(_options.TuneWithinMinutes), progress, clock, cancellationToken);
                try
                {
                    return new TailTrainer(how).Train(start, sample.Activations, sample.Targets.Labels, train, budget, budget.Token).Backbone();
                }
                catch (OperationCanceledException) when (budget.IsExceeded)
                {
                    return null;
                }
            },
            cancellationToken);
    }

    /// <summary>The same from the photos alone.</summary>
    private async Task<Network?> Plain(
        TunedFrom before, TuningSample sample, int seed, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var how = new TailOptions { Seed = seed, UseVariants = false, Passes = PlainPasses };
        if (await Tune(before, sample, how, progress, cancellationToken) is not { } tail)
        {
            return null;
        }

        var upright = new FeatureTable(sample.Activations.Photos, 1, tail.Output.Channels);
        using var extractor = new TailExtractor(tail);
        Parallel.For(
            0, upright.Photos, new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken },
            photo => TensorPrimitives.ConvertToHalf(extractor.Extract(sample.Activations[photo, 0]), upright.Row(photo, 0)));
        var head = new HeadTrainer(new HeadOptions { Seed = seed, UseVariants = false }).Train(sample.Targets.With(upright), progress: null, cancellationToken);
        return PretrainedStrategy.Whole(before.Backbone, tail, head);
    }

    /// <summary>Share of validation photos and variants that a head recognised which had not learned from their group.</summary>
    private static double Recognised(TrainedHead head, bool[] judges) =>
        head.Recognised.Where((share, photo) => judges[photo] && share is not null).Average() ?? 0;
}
