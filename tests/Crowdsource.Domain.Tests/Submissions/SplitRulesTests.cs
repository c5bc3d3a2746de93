using Crowdsource.Domain.Submissions;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Submissions;

public sealed class SplitRulesTests
{
    [Fact]
    public void The_first_photos_of_a_label_fall_where_a_small_label_needs_them() =>
        Assigned(10).ShouldBe(
        [
            Split.Train, Split.Train, Split.Test, Split.Train, Split.Train,
            Split.Validation, Split.Train, Split.Train, Split.Train, Split.Train,
        ]);

    [Fact]
    public void From_three_photos_up_a_label_has_a_test_photo_and_from_six_all_splits() =>
        Gen.Int[3, 500].Sample(photos =>
        {
            var splits = Assigned(photos);
            splits.ShouldContain(Split.Train);
            splits.ShouldContain(Split.Test);
            splits.Contains(Split.Validation).ShouldBe(photos >= 6);
        });

    [Fact]
    public void Single_photos_never_stray_a_whole_photo_from_their_shares() =>
        Gen.Int[1, 2000].Sample(photos =>
        {
            var splits = Assigned(photos);
            Count(splits, Split.Train).ShouldBe(0.75 * photos, 1);
            Count(splits, Split.Test).ShouldBe(0.15 * photos, 1);
            Count(splits, Split.Validation).ShouldBe(0.10 * photos, 1);
        });

    [Fact]
    public void Sessions_of_up_to_twenty_photos_stay_within_two_sessions_of_the_shares() =>
        Gen.Int[1, 20].Array[100, 300].Sample(sessions =>
        {
            var counts = new Dictionary<Split, int>();
            foreach (var photos in sessions)
            {
                var split = SplitRules.Assign(counts);
                counts[split] = counts.GetValueOrDefault(split) + photos;
            }

            var total = sessions.Sum();
            ((double)counts[Split.Train]).ShouldBe(0.75 * total, 40);
            ((double)counts[Split.Test]).ShouldBe(0.15 * total, 40);
            ((double)counts[Split.Validation]).ShouldBe(0.10 * total, 40);
        });

    [Fact]
    public void Photos_locked_as_anchor_count_as_the_test_photos_that_they_were() =>
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[0, 50]).Sample((train, validation, test, locked) =>
        {
            var before = Counts(train, validation, test + locked);
            var after = Counts(train, validation, test);
            after[Split.Anchor] = locked;
            SplitRules.Assign(after).ShouldBe(SplitRules.Assign(before));
        });

    [Fact]
    public void The_counts_alone_decide_in_whatever_order_they_are_listed() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 200], Gen.Int[0, 200]).Sample((train, validation, test) =>
        {
            var reversed = Counts(train, validation, test).Reverse().ToDictionary();
            SplitRules.Assign(reversed).ShouldBe(SplitRules.Assign(Counts(train, validation, test)));
        });

    [Theory]
    [InlineData("fruit/7", "fruit", 7)]
    [InlineData("a/1", "a", 1)]
    public void A_label_s_splits_are_found_by_campaign_and_label(string key, string campaign, int label)
    {
        var empty = LabelSplitsState.Empty(key);

        empty.Campaign.Value.ShouldBe(campaign);
        empty.Label.Value.ShouldBe(label);
        empty.Total.ShouldBe(0);
        LabelSplitsState.Key(empty.Campaign, empty.Label).ShouldBe(key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("fruit")]
    [InlineData("fruit/apple")]
    [InlineData("Fruit/1")]
    [InlineData("fruit/1/2")]
    public void Keys_that_name_no_label_are_refused(string key) =>
        Should.Throw<FormatException>(() => LabelSplitsState.Empty(key)).Message.ShouldContain(key);

    [Fact]
    public void Adding_a_photo_raises_one_count() =>
        LabelSplitsState.Empty("fruit/1").Add(Split.Train).Add(Split.Test).Add(Split.Train).Add(Split.Validation)
            .Counts.ShouldBe(Counts(2, 1, 1), ignoreOrder: true);

    private static Dictionary<Split, int> Counts(int train, int validation, int test) =>
        new() { [Split.Train] = train, [Split.Validation] = validation, [Split.Test] = test };

    private static List<Split> Assigned(int photos)
    {
        var splits = new List<Split>();
        var state = LabelSplitsState.Empty("fruit/1");
        for (var photo = 0; photo < photos; photo++)
        {
            splits.Add(SplitRules.Assign(state.Counts));
            state = state.Add(splits[^1]);
        }

        return splits;
    }

    private static double Count(List<Split> splits, Split split) => splits.Count(one => one == split);
}
