using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats.Activations;
using Crowdsource.Inference;
using Crowdsource.Learning;
using Crowdsource.Trainer.Evaluation;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Training;

/// <summary>
/// Compares the head on the campaign's generation with what was tuned, by what phones see: validation photos, which no tuning learned from, in every
/// view of the <see cref="StressTest"/>. Each photo is asked of heads that had not learned from its group.
/// </summary>
internal sealed class RivalComparison(MasterPictures masters)
{
    /// <summary>Enough for differences of two points: their standard error is about one.</summary>
    private const int MostPhotos = 1000;

    /// <summary>
    /// The validation photos that are asked about, of groups of which nothing is tuned on: splits of a campaign that had few people go by session.
    /// Digests, by which they are sorted, are as good as random.
    /// </summary>
    public static List<int> Sample(TunedFrom before)
    {
        var learned = Of(photo => photo.Split != Split.Validation).Select(photo => before.Targets.Groups[photo]).ToHashSet();
        return [.. Of(photo => photo.Split == Split.Validation).Where(photo => !learned.Contains(before.Targets.Groups[photo])).Take(MostPhotos)];

        IEnumerable<int> Of(Predicate<SnapshotPhoto> which) => Enumerable.Range(0, before.Photos.Count).Where(photo => which(before.Photos[photo]));
    }

    /// <summary>Per photo, the share of its views that each recognised.</summary>
    /// <param name="before">What has to be beaten.</param>
    /// <param name="tried">What was tuned.</param>
    /// <param name="asked">Called once per photo, from any thread.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ViewShares[]> Compare(TunedFrom before, TunedGeneration tried, Action asked, CancellationToken cancellationToken)
    {
        var sample = Sample(before);
        var shares = new ViewShares?[sample.Count];
        using var oldTail = new TailExtractor(before.Tail);
        using var newTail = new TailExtractor(tried.Tail);
        await masters.ForEach(
            [.. sample.Select(photo => before.Photos[photo])],
            async (index, photo, token) =>
            {
                var pictures = await masters.Prepare(photo, StressTest.Views, token);
                var activations = before.Backbone.Trunk.Extract(pictures, token);
                var own = tried.Backbone is { } tuned ? tuned.Trunk.Extract(pictures, token) : activations;
                shares[index] = Share(before.Head, oldTail, activations) is { } old && Share(tried.Head, newTail, own) is { } now
                    ? new ViewShares(now, old)
                    : null;
                asked();

                double? Share(TrainedHead head, TailExtractor tail, IReadOnlyList<PackedActivations> views) =>
                    views.Average(view => head.HeldOut.Answer(sample[index], tail.Extract(view)) is { } answer
                        ? answer == before.Targets.Labels[sample[index]] ? 1.0 : 0
                        : (double?)null);
            },
            cancellationToken);
        return [.. shares.OfType<ViewShares>()];
    }
}
