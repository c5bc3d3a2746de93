using System.Collections.Immutable;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Submissions;
using Crowdsource.Inference;
using Crowdsource.Learning;
using Crowdsource.Trainer.Nights;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>Judges the exported file, which is what phones run, on photos that no training saw.</summary>
internal sealed class Evaluator(ModelAnswers models, StressTest stress, OutOfScopePhotos strangers, IOptions<TrainerOptions> options)
{
    public async Task<EvaluationResult> Evaluate(
        Snapshot snapshot, CandidateModels candidate, Champion? champion, KeptViews kept, NightProgress progress, CancellationToken cancellationToken)
    {
        var test = snapshot.Of(Split.Test).ToList();
        var anchor = snapshot.Of(Split.Anchor).ToList();
        var batch = Batch(snapshot, champion);
        // With a label for them, some are learned from: those in the test set tell.
        var outOfScope = snapshot.NoneOfThese is null ? await strangers.Sample(new CampaignId(snapshot.Campaign), cancellationToken) : [];
        var done = progress.Counter(test.Count + anchor.Count + batch.Count + outOfScope.Count + stress.Sample(snapshot, Split.Test).Count
            + (champion is null ? 0 : stress.Sample(snapshot, Split.Test).Count + stress.Sample(snapshot, Split.Anchor).Count));

        List<(Classifier, PhotoView)> upright = [(candidate.Model, PhotoView.Original)];
        if (champion is not null)
        {
            upright.Add((champion.Model, PhotoView.Original));
        }

        var onTest = await models.Ask(test, upright, kept, done, cancellationToken);
        var onAnchor = await models.Ask(anchor, upright, kept, done, cancellationToken);
        var onBatch = champion is null ? [] : await models.Ask(batch, [(champion.Model, PhotoView.Original)], kept, done, cancellationToken);
        var onStrangers = await models.Ask(outOfScope, [(candidate.Model, PhotoView.Original)], kept, done, cancellationToken);

        var outputs = snapshot.Outputs();
        var (comparedTest, comparedAnchor) = (Compare(test, onTest, outputs, champion), Compare(anchor, onAnchor, outputs, champion));
        if (champion is not null)
        {
            comparedTest = comparedTest with { Views = await Views(Split.Test, comparedTest, champion) };
            comparedAnchor = comparedAnchor with { Views = await Views(Split.Anchor, comparedAnchor, champion) };
        }

        var known = champion?.Labels.Where(outputs.ContainsKey).Select(label => outputs[label]).ToImmutableSortedSet();
        return new EvaluationResult(
            Metrics.Of(snapshot.Labels.Length, comparedTest.Truth, comparedTest.Candidate),
            comparedTest,
            comparedAnchor,
            champion is null
                ? ArrivingBatch.Empty
                : new ArrivingBatch(
                    batch.Count,
                    batch.Zip(onBatch).Count(photo => champion.Labels[photo.Second[0].Output] == photo.First.Label),
                    champion.Labels.Distinct().Count()),
            known)
        {
            Reliability = ReliabilityBin.Of(
                [.. test.Zip(onTest, (photo, answers) => ((double)answers[0].Confidence, outputs[photo.Label] == answers[0].Output))]),
            Robustness = await stress.Measure(snapshot, candidate, kept, done, cancellationToken),
            Shown = ShownAnswers.Of(
                candidate.AbstainBelow,
                Abstention.ShownPrecision,
                snapshot.NoneOfThese,
                comparedTest.Truth.Zip(onTest, (label, answers) => (label, answers[0].Output, (double)answers[0].Confidence)),
                onStrangers.Select(answers => (answers[0].Output, (double)answers[0].Confidence))),
            Changes = champion is null ? null : Changes(snapshot, champion, test, comparedTest, known!),
        };

        Task<ViewShares[]> Views(Split split, ComparedSet upright, Champion before) =>
            stress.Compare(snapshot, split, upright, candidate.Model, before, kept, done, cancellationToken);
    }

    /// <summary>A sample of the training photos that the champion did not learn from, under labels that volunteers gave them and it knows. Digests are as good as random.</summary>
    private List<SnapshotPhoto> Batch(Snapshot snapshot, Champion? champion) => champion is null
        ? []
        : [.. snapshot.NewSince(champion.Snapshot).Where(photo => !photo.OutOfScope && champion.Labels.Contains(photo.Label)).Take(options.Value.BatchSample)];

    private static ChampionDetail Changes(
        Snapshot snapshot, Champion champion, List<SnapshotPhoto> photos, ComparedSet compared, ImmutableSortedSet<int> known)
    {
        var both = Enumerable.Range(0, photos.Count).Where(photo => known.Contains(compared.Truth[photo])).ToList();
        var flips = both
            .Where(photo => (compared.Candidate[photo] == compared.Truth[photo]) != (compared.Champion![photo] == compared.Truth[photo]))
            .Select(photo => new FlippedPhoto(
                photos[photo].Photo, photos[photo].Label, Named(compared.Champion![photo]), snapshot.Labels[compared.Candidate[photo]].Id))
            .ToList();
        var byGain = flips.ToLookup(flip => flip.Gained);
        // In the order of digests, which are as good as random.
        return new ChampionDetail(
            champion.Version, both.Count, byGain[true].Count(), byGain[false].Count(),
            [
                .. flips.GroupBy(flip => flip.Label)
                    .Select(label => new LabelChange(label.Key, label.Count(flip => flip.Gained), label.Count(flip => !flip.Gained))),
            ],
            [.. byGain[true].Take(FlippedPhoto.AtMost), .. byGain[false].Take(FlippedPhoto.AtMost)]);

        int? Named(int output) => output == Metrics.None ? null : snapshot.Labels[output].Id;
    }

    private static ComparedSet Compare(
        IReadOnlyList<SnapshotPhoto> photos, ModelAnswer[][] answers, IReadOnlyDictionary<int, int> outputs, Champion? champion) => new(
        [.. photos.Select(photo => outputs[photo.Label])],
        [.. answers.Select(answer => answer[0].Output)],
        champion is null ? null : [.. answers.Select(answer => outputs.GetValueOrDefault(champion.Labels[answer[1].Output], Metrics.None))]);
}
