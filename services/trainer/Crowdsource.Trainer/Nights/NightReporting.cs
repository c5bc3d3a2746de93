using System.Collections.Immutable;
using System.Globalization;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Trainer.Evaluation;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Trainer.Training;

namespace Crowdsource.Trainer.Nights;

/// <summary>Writes down what a night found, with what a reader must know to read the numbers rightly.</summary>
internal static class NightReporting
{
    private const int NamedAtMost = 5;

    public static NightReport Report(
        Snapshot snapshot,
        BlobDigest snapshotDigest,
        TrainedModel trained,
        BlobDigest candidate,
        BlobDigest? withoutAugmentation,
        EvaluationResult result,
        ImmutableArray<string> verdictNotes)
    {
        var interval = result.Upright.Top1Interval;
        return new NightReport
        {
            Snapshot = snapshotDigest,
            Strategy = trained.Strategy,
            Train = snapshot.Of(Split.Train).Count(),
            Validation = snapshot.Of(Split.Validation).Count(),
            Test = result.Test.Photos,
            Anchor = result.Anchor.Photos,
            Top1 = result.Upright.Top1,
            Top1Low = interval.Low,
            Top1High = interval.High,
            Top1Rotated = Top1(result, RobustnessScore.Rotated),
            Top1Blurred = Top1(result, RobustnessScore.Blurred),
            Robustness = result.Robustness,
            Shown = result.Shown,
            MacroRecall = result.Upright.MacroRecall,
            NegativeFlips = result.NegativeFlips,
            Labels = [.. result.Upright.Labels.Select(score => new LabelRecall(new LabelId(snapshot.Labels[score.Label].Id), score.Photos, score.Recall))],
            Confused = ConfusedPair.Of([.. snapshot.Labels.Select(label => new LabelId(label.Id))], result.Upright.Confusion),
            LeftOut = snapshot.LeftOut,
            Notes = [.. Notes(snapshot), .. trained.Notes, .. Doubts(trained), .. Recipe(result), .. Shown(result), .. Unshared(snapshot, result), .. verdictNotes],
            WithoutAugmentation = withoutAugmentation,
            Candidate = candidate,
            AnchorTop1 = result.AnchorTop1,
            Generation = trained.Generation,
            Features = trained.Features,
            Strategies = trained.Strategies,
            Head = trained.Head is { Snapshot: null } chosen ? chosen with { Snapshot = snapshotDigest } : trained.Head,
        };
    }

    private static IEnumerable<string> Notes(Snapshot snapshot)
    {
        yield return $"Measured on the campaign's own photos, split by {snapshot.Grouping}: optimistic, photos from elsewhere do worse.";
        if (snapshot.LeftOut.Length > 0)
        {
            yield return $"Left out, with fewer than {NightRules.PhotosToStart} accepted photos or none to train on: {Named(snapshot.LeftOut)}.";
        }

        if (snapshot.NoneOfThese is { } none)
        {
            var rejected = snapshot.Photos.Count(photo => photo.OutOfScope);
            yield return $"\"{snapshot.Labels[none].Name}\" stands for none of these: where the model answers it, apps show that nothing was recognised. "
                + $"{rejected} of its photos were sent under other labels and rejected as something else.";
        }

        var counts = snapshot.Photos.CountBy(photo => photo.Label).ToDictionary();
        string[] prototypes =
            [.. snapshot.Labels.Where(label => counts[label.Id] < NightRules.PhotosForPrototype).Select(label => $"{label.Name} ({counts[label.Id]})")];
        if (prototypes.Length > 0)
        {
            yield return $"A prototype: fewer than {NightRules.PhotosForPrototype} photos of {Named(prototypes)}.";
        }
    }

    private static IEnumerable<string> Unshared(Snapshot snapshot, EvaluationResult result)
    {
        string[] added = result.Known is { } known ? [.. snapshot.Labels.Where((_, output) => !known.Contains(output)).Select(label => label.Name)] : [];
        if (result.Known is { Count: 0 })
        {
            yield return "The version before knows none of the labels: the two were not compared.";
        }
        else if (added.Length > 0)
        {
            yield return $"The version before does not know {Named(added)}: the two were compared on the other labels' photos, "
                + $"{result.SharedTest.Photos} of {result.Test.Photos} test photos.";
        }
    }

    private static double Top1(EvaluationResult result, string view) =>
        result.Robustness.FirstOrDefault(score => score.View == view)?.Top1 ?? 0;

    private static IEnumerable<string> Recipe(EvaluationResult result) => result.Robustness
        .Where(score => score.RecipeHarms)
        .Select(score => string.Create(
            CultureInfo.InvariantCulture,
            $"The augmentation recipe harms: {score.View} {score.Top1:F3} with it, {score.WithoutRecipe:F3} without, on {score.Pictures} pictures."));

    private static IEnumerable<string> Shown(EvaluationResult result)
    {
        if (result.Shown is { OutOfScope: > 0 } shown)
        {
            yield return $"Of {shown.OutOfScope} photos of something else, which it did not learn from, an answer would be shown for {shown.FalseAccepts}.";
        }
    }

    private static IEnumerable<string> Doubts(TrainedModel trained)
    {
        if (trained.Doubted.Length > 0)
        {
            yield return $"The labels of {trained.Doubted.Length} photos are probably wrong; the review queue has them under \"suspected\".";
        }
    }

    private static string Named(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(NamedAtMost)) + (names.Count > NamedAtMost ? $" and {names.Count - NamedAtMost} more" : "");
}
