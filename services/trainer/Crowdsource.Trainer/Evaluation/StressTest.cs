using System.Collections.Immutable;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Submissions;
using Crowdsource.Inference;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>
/// How the candidate does on test photos as hands take them, and what the recipe earns: the model that the night trained without variants
/// answers the very same pictures.
/// </summary>
internal sealed class StressTest(ModelAnswers models, IOptions<TrainerOptions> options)
{
    private static readonly (string Name, PhotoView[] Views)[] s_stresses =
    [
        (RobustnessScore.Upright, [PhotoView.Original]),
        (RobustnessScore.Rotated, [PhotoView.Robustness(RobustnessKind.RotatedReflected), PhotoView.Robustness(RobustnessKind.RotatedInscribed)]),
        (RobustnessScore.Blurred, [PhotoView.Robustness(RobustnessKind.GaussianBlur), PhotoView.Robustness(RobustnessKind.MotionBlur)]),
        (RobustnessScore.OffCentre, [PhotoView.Robustness(RobustnessKind.OffCentre)]),
    ];

    private static readonly PhotoView[] s_views = [.. s_stresses.SelectMany(stress => stress.Views)];

    /// <summary>All that a photo is shown in.</summary>
    public static IReadOnlyList<PhotoView> Views => s_views;

    /// <summary>The photos of a split that are stressed. Digests, by which a snapshot is sorted, are as good as random.</summary>
    public List<SnapshotPhoto> Sample(Snapshot snapshot, Split split) => [.. snapshot.Of(split).Take(options.Value.StressSample)];

    /// <summary>What both models make of every view of the photos of a split that are stressed; of the others, of the upright photo.</summary>
    /// <param name="snapshot">The night's photos.</param>
    /// <param name="split">Which of them.</param>
    /// <param name="upright">Both models' answers to the upright photos of the split.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="champion">The champion.</param>
    /// <param name="kept">Features of views that are known already.</param>
    /// <param name="answered">Called once per stressed photo, from any thread.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ViewShares[]> Compare(
        Snapshot snapshot, Split split, ComparedSet upright, Classifier candidate, Champion champion, KeptViews kept, Action answered,
        CancellationToken cancellationToken)
    {
        var sample = Sample(snapshot, split);
        var outputs = snapshot.Outputs();
        var answers = await models.Ask(
            sample, [.. s_views.Select(view => (candidate, view)), .. s_views.Select(view => (champion.Model, view))], kept, answered, cancellationToken);
        return
        [
            .. sample.Zip(answers, (photo, answer) => new ViewShares(
                answer[..s_views.Length].Average(one => one.Output == outputs[photo.Label] ? 1.0 : 0),
                answer[s_views.Length..].Average(one => champion.Labels[one.Output] == photo.Label ? 1.0 : 0))),
            .. Enumerable.Range(sample.Count, upright.Photos - sample.Count).Select(photo => new ViewShares(
                upright.Candidate[photo] == upright.Truth[photo] ? 1 : 0, upright.Champion![photo] == upright.Truth[photo] ? 1 : 0)),
        ];
    }

    /// <summary>One score per kind of stress; none without photos.</summary>
    public async Task<ImmutableArray<RobustnessScore>> Measure(
        Snapshot snapshot, CandidateModels candidate, KeptViews kept, Action answered, CancellationToken cancellationToken)
    {
        var sample = Sample(snapshot, Split.Test);
        if (sample.Count == 0)
        {
            return [];
        }

        Classifier[] asked = candidate.WithoutRecipe is { } without ? [candidate.Model, without] : [candidate.Model];
        var answers = await models.Ask(sample, [.. asked.SelectMany(model => s_views.Select(view => (model, view)))], kept, answered, cancellationToken);
        var outputs = snapshot.Outputs();
        int[] truth = [.. sample.Select(photo => outputs[photo.Label])];
        return
        [
            .. s_stresses.Select(stress => RobustnessScore.Of(
                stress.Name,
                [.. stress.Views.SelectMany(_ => truth)],
                Of(stress.Views, model: 0),
                asked.Length > 1 ? Of(stress.Views, model: 1) : null)),
        ];

        int[] Of(PhotoView[] views, int model) =>
            [.. views.SelectMany(view => answers.Select(answer => answer[(model * s_views.Length) + Array.IndexOf(s_views, view)].Output))];
    }
}
