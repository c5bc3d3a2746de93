using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Evaluation;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Evaluation;

public sealed class ConfusedPairTests
{
    private static readonly LabelId s_a = new(1), s_b = new(4), s_c = new(9);

    [Fact]
    public void A_pair_is_named_by_the_label_that_is_mistaken_more_often() =>
        ConfusedPair.Of([s_a, s_b, s_c], [[18, 1, 1], [4, 16, 0], [0, 0, 20]]).ShouldBe([new ConfusedPair(s_b, s_a, 5, 40)]);

    [Fact]
    public void Two_mistakes_are_chance_and_three_are_not()
    {
        ConfusedPair.Of([s_a, s_b], [[8, 2], [0, 10]]).ShouldBeEmpty();
        ConfusedPair.Of([s_a, s_b], [[8, 2], [1, 9]]).ShouldHaveSingleItem().Weakness.ShouldBe(Interval.Wilson(3, 20).Low);
    }

    [Fact]
    public void The_worst_pair_is_first_by_what_is_sure_and_not_by_how_many_photos_there_are()
    {
        var pairs = ConfusedPair.Of([s_a, s_b, s_c], [[90, 0, 10], [0, 6, 4], [0, 0, 100]]);

        pairs.Select(pair => pair.Label).ShouldBe([s_a, s_b], ignoreOrder: true);
        pairs[0].Weakness.ShouldBeGreaterThanOrEqualTo(pairs[1].Weakness);
        (pairs.Single(pair => pair.Label == s_a).Weakness, pairs.Single(pair => pair.Label == s_b).Weakness)
            .ShouldBe((Interval.Wilson(10, 200).Low, Interval.Wilson(4, 110).Low));
    }

    [Fact]
    public void Nobody_reads_a_longer_list()
    {
        LabelId[] labels = [.. Enumerable.Range(1, 8).Select(label => new LabelId(label))];
        int[][] confusion = [.. labels.Select(_ => labels.Select(_ => 5).ToArray())];

        ConfusedPair.Of(labels, confusion).Length.ShouldBe(ConfusedPair.AtMost);
    }
}
