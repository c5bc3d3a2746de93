using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats.Activations;
using Crowdsource.Inference;
using Crowdsource.Learning;
using Crowdsource.Trainer.Evaluation;
using Crowdsource.Trainer.Snapshots;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Training;

/// <summary>
/// Compares the head on the campaign's generation with what was tuned, by what phones see: validation photos, which no tuning learned from, in every
/// view of the <see cref="StressTest"/>. Each photo is asked of heads that had not learned from its group.
/// </summary>
internal sealed class RivalComparison(MasterPictures masters, IOptions<TrainerOptions> options)
{
    /// <summary>The validation photos that are asked about. Digests, by which they are sorted, are as good as random.</summary>
    public List<int> Sample(TunedFrom before) =>
    [
        .. Enumerable.Range(0, before.Photos.Count).Where(photo => before.Photos[photo].Split == Split.Validation).Take(options.Value.StressSample),
    ];

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
