using Crowdsource.Domain.Evaluation;
using Shouldly;
using Xunit;

namespace Crowdsource.Learning.Tests;

/// <summary>
/// Two nights on real photos: the champion learns from the first, the candidate from both. The labels of the second may be spoiled, and then
/// they spoil tonight's test set too; the anchor set is of the first batch.
/// </summary>
public sealed class PoisonedNightTests
{
    private const int LabelCount = GroceryFeatures.LabelCount;

    public enum Spoiled
    {
        Not,
        Shifted,
        Random,
    }

    [Theory]
    [InlineData(1)]
    public void More_clean_photos_are_promoted(int seed) =>
        Night(Spoiled.Not, seed).ShouldBeOfType<GateVerdict.Promote>();

    [Theory]
    [InlineData(Spoiled.Shifted, 1)]
    [InlineData(Spoiled.Shifted, 2)]
    [InlineData(Spoiled.Random, 1)]
    [InlineData(Spoiled.Random, 2)]
    public void A_batch_of_spoiled_labels_is_refused_by_the_anchor_and_by_the_champion(Spoiled how, int seed)
    {
        var codes = Night(how, seed).ShouldBeOfType<GateVerdict.Refuse>().Reasons.Select(reason => reason.Code).ToArray();

        codes.ShouldContain(GateReasonCode.AnchorWorse);
        codes.ShouldContain(GateReasonCode.BatchDisagrees);
    }

    private static GateVerdict Night(Spoiled how, int seed)
    {
        var grocery = GroceryFeatures.Shared;
        var random = new SplitMix((ulong)seed);
        var photos = grocery.Labels.Length;
        // In turn of visits: a third of the visits are the first batch, the rest arrives tonight.
        var visit = Enumerable.Range(0, photos).Select(photo => photo % GroceryFeatures.PhotosPerLabel / GroceryFeatures.PhotosPerVisit).ToArray();
        bool IsNew(int photo) => visit[photo] >= 3;
        int[] claimed = [.. grocery.Labels.Select((label, photo) => how switch
        {
            Spoiled.Shifted when IsNew(photo) => (label + 1) % LabelCount,
            Spoiled.Random when IsNew(photo) => random.Next(LabelCount),
            _ => label,
        })];
        int[] anchor = [.. Enumerable.Range(0, photos).Where(photo => visit[photo] == 2)];
        int[] test = [.. Enumerable.Range(0, photos).Where(photo => visit[photo] is 1 or 4)];
        int[] first = [.. Enumerable.Range(0, photos).Where(photo => visit[photo] == 0)];
        int[] both = [.. first, .. Enumerable.Range(0, photos).Where(photo => IsNew(photo) && visit[photo] != 4)];
        var champion = Train(first, claimed, seed);
        var candidate = Train(both, claimed, seed);
        int[] arrived = [.. Enumerable.Range(0, photos).Where(IsNew)];
        return PromotionGate.Decide(
            grocery.Names,
            Compare(test),
            Compare(anchor),
            new ArrivingBatch(arrived.Length, Answers(champion, arrived).Zip(arrived).Count(pair => pair.First == claimed[pair.Second]), LabelCount));

        ComparedSet Compare(int[] set) => new([.. set.Select(photo => claimed[photo])], Answers(candidate, set), Answers(champion, set));
    }

    private static TrainedHead Train(int[] photos, int[] labels, int seed) => new HeadTrainer(new HeadOptions { Seed = seed }).Train(
        GroceryFeatures.Shared.Samples(photos, labels), progress: null, TestContext.Current.CancellationToken);

    private static int[] Answers(TrainedHead head, int[] photos)
    {
        var grocery = GroceryFeatures.Shared;
        return [.. photos.Select(photo => Enumerable.Range(0, LabelCount).MaxBy(label =>
        {
            var weights = head.Weights.AsSpan(label * grocery.Dimensions, grocery.Dimensions);
            var logit = (double)head.Bias[label];
            for (var i = 0; i < weights.Length; i++)
            {
                logit += weights[i] * grocery.Features[photo][i];
            }

            return logit;
        }))];
    }
}
