using Crowdsource.Domain.Evaluation;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Evaluation;

public sealed class PromotionGateTests
{
    private static readonly string[] s_labels = ["apple", "pear", "plum"];

    public static TheoryData<string, int, int, int, string[]> Tables => new()
    {
        // photos, gained, lost → reasons
        { "alike", 200, 0, 0, [] },
        { "better", 200, 10, 1, [] },
        { "even, but few photos", 40, 1, 1, [GateReasonCode.TestUncertain] },
        { "better, on too few photos to be sure of anything", 16, 1, 0, [] },
        { "worse, on however few photos", 16, 0, 1, [GateReasonCode.TestWorse] },
        { "even, many photos", 1000, 3, 3, [] },
        { "one photo worse of many", 1000, 0, 1, [GateReasonCode.TestWorse] },
        { "better, with as many flips as are allowed but for the rounding", 249, 13, 5, [] },
        { "better on the whole, but flips", 300, 40, 12, [GateReasonCode.NegativeFlips] },
        { "clearly worse", 300, 5, 60, [GateReasonCode.TestWorse, GateReasonCode.TestUncertain, GateReasonCode.NegativeFlips, GateReasonCode.LabelWorse] },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Verdict_follows_the_table(string because, int photos, int gained, int lost, string[] codes) =>
        Codes(PromotionGate.Decide(s_labels, Set(photos, gained, lost), ComparedSet.Empty, ArrivingBatch.Empty)).ShouldBe(codes, because);

    [Fact]
    public void The_difference_is_judged_over_all_views_of_the_photos()
    {
        // Upright one photo of 120 is lost, by chance; turned and blurred, 30 photos are recognised better.
        var upright = Set(120, 0, 1);
        var better = upright with { Views = [.. Enumerable.Range(0, 120).Select(photo => photo < 30 ? new ViewShares(1, 0.5) : new ViewShares(1, 1))] };
        var worse = upright with { Views = [.. better.Views.Select(photo => new ViewShares(photo.Champion, photo.Candidate))] };

        Codes(PromotionGate.Decide(s_labels, upright, ComparedSet.Empty, ArrivingBatch.Empty)).ShouldContain(GateReasonCode.TestWorse);
        Codes(PromotionGate.Decide(s_labels, better, ComparedSet.Empty, ArrivingBatch.Empty)).ShouldBeEmpty();
        PromotionGate.Decide(s_labels, worse, ComparedSet.Empty, ArrivingBatch.Empty).ShouldBeOfType<GateVerdict.Refuse>().Reasons[0].Text.ShouldBe(
            "On the test set, upright, turned, blurred and off-centre, the candidate is right in 87.5 % of the views, the champion in 100.0 %.");
    }

    [Fact]
    public void Who_is_worse_on_upright_photos_than_chance_explains_is_refused_however_good_the_views()
    {
        var set = Set(1000, 1, 8) with { Views = [.. Enumerable.Repeat(new ViewShares(1, 0.5), 1000)] };

        var reason = PromotionGate.Decide(s_labels, set, ComparedSet.Empty, ArrivingBatch.Empty).ShouldBeOfType<GateVerdict.Refuse>().Reasons.ShouldHaveSingleItem();
        reason.Code.ShouldBe(GateReasonCode.TestWorse);
        reason.Text.ShouldBe("On the upright photos of the test set the candidate has 992 of 1000 right, the champion 999: by chance so many would be lost with p = 0.02.");
    }

    [Fact]
    public void The_anchor_set_is_judged_by_the_same_rules()
    {
        var verdict = PromotionGate.Decide(s_labels, Set(200, 10, 0), Set(300, 0, 150), ArrivingBatch.Empty);

        Codes(verdict).ShouldContain(GateReasonCode.AnchorWorse);
        Codes(verdict).ShouldNotContain(GateReasonCode.TestWorse);
        verdict.ShouldBeOfType<GateVerdict.Refuse>().Reasons[0].Text.ShouldBe(
            "On the anchor set the candidate has 150 of 300 right, the champion 300.");
    }

    [Fact]
    public void Without_an_anchor_set_the_verdict_says_so() =>
        PromotionGate.Decide(s_labels, Set(200, 5, 0), ComparedSet.Empty, ArrivingBatch.Empty)
            .ShouldBeOfType<GateVerdict.Promote>().Notes.ShouldContain(note => note.Contains("No anchor set"));

    [Fact]
    public void Without_any_photos_to_judge_by_nothing_is_promoted() =>
        Codes(PromotionGate.Decide(s_labels, ComparedSet.Empty, ComparedSet.Empty, ArrivingBatch.Empty)).ShouldBe([GateReasonCode.NoTestPhotos]);

    [Fact]
    public void Without_test_photos_the_anchor_set_judges_alone_and_the_verdict_says_so()
    {
        PromotionGate.Decide(s_labels, ComparedSet.Empty, Set(100, 5, 0), ArrivingBatch.Empty)
            .ShouldBeOfType<GateVerdict.Promote>().Notes.ShouldContain(note => note.Contains("the anchor set alone judged"));
        Codes(PromotionGate.Decide(s_labels, ComparedSet.Empty, Set(100, 0, 50), ArrivingBatch.Empty)).ShouldContain(GateReasonCode.AnchorWorse);
    }

    [Fact]
    public void A_label_that_only_the_candidate_knows_does_not_hide_what_it_costs_the_others()
    {
        // 60 old photos, of which the candidate loses 6; 60 of a new label, which the champion cannot answer.
        var truth = Enumerable.Range(0, 120).Select(photo => photo < 60 ? photo % 2 : 2).ToArray();
        var candidate = truth.Select((label, photo) => photo < 6 ? 2 : label).ToArray();
        var champion = truth.Select((label, photo) => photo < 60 ? label : 0).ToArray();
        var test = new ComparedSet(truth, candidate, champion);

        var shared = test.Of(new HashSet<int> { 0, 1 });

        shared.Photos.ShouldBe(60);
        Codes(PromotionGate.Decide(s_labels, test, ComparedSet.Empty, ArrivingBatch.Empty)).ShouldNotContain(GateReasonCode.TestWorse);
        Codes(PromotionGate.Decide(s_labels, shared, ComparedSet.Empty, ArrivingBatch.Empty)).ShouldContain(GateReasonCode.TestWorse);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public void The_first_version_must_beat_the_most_frequent_label(int right, bool promoted)
    {
        int[] truth = [0, 0, 1, 2];
        int[] answers = [.. truth.Select((label, i) => i < right ? label : Metrics.None)];

        var verdict = PromotionGate.Decide(s_labels, new ComparedSet(truth, answers, Champion: null), ComparedSet.Empty, ArrivingBatch.Empty);

        (verdict is GateVerdict.Promote).ShouldBe(promoted);
        if (verdict is GateVerdict.Refuse refused)
        {
            refused.Reasons.ShouldHaveSingleItem().Text.ShouldBe("2 of 4 test photos are right; always answering \"apple\" would get 2.");
        }
    }

    [Fact]
    public void A_label_that_collapses_is_named_although_the_whole_improves()
    {
        // 30 apples all lost, 400 pears gained.
        int[] truth = [.. Enumerable.Repeat(0, 30), .. Enumerable.Repeat(1, 400)];
        int[] candidate = [.. Enumerable.Repeat(1, 430)];
        int[] champion = [.. Enumerable.Repeat(0, 30), .. Enumerable.Repeat(2, 400)];

        var verdict = PromotionGate.Decide(s_labels, new ComparedSet(truth, candidate, champion), ComparedSet.Empty, ArrivingBatch.Empty);

        verdict.ShouldBeOfType<GateVerdict.Refuse>().Reasons.ShouldContain(reason =>
            reason.Code == GateReasonCode.LabelWorse && reason.Text.Contains("\"apple\" falls from 30 to 0 of 30"));
    }

    [Fact]
    public void A_label_with_fewer_than_30_photos_is_not_judged_alone()
    {
        int[] truth = [.. Enumerable.Repeat(0, 29), .. Enumerable.Repeat(1, 2000)];
        int[] candidate = [.. Enumerable.Repeat(1, 2029)];
        int[] champion = [.. Enumerable.Repeat(0, 29), .. Enumerable.Repeat(2, 2000)];

        PromotionGate.Decide(s_labels, new ComparedSet(truth, candidate, champion), ComparedSet.Empty, ArrivingBatch.Empty)
            .ShouldBeOfType<GateVerdict.Promote>();
    }

    [Theory]
    [InlineData(19, 0, 40, true)] // too few to say
    [InlineData(100, 60, 40, true)]
    [InlineData(100, 40, 40, false)]
    [InlineData(100, 50, 2, false)] // of two labels, half agree by chance
    [InlineData(100, 90, 2, true)]
    public void A_batch_that_disagrees_wholesale_is_held(int photos, int agreeing, int knownLabels, bool promoted)
    {
        var verdict = PromotionGate.Decide(s_labels, Set(200, 5, 0), Set(200, 5, 0), new ArrivingBatch(photos, agreeing, knownLabels));

        Codes(verdict).ShouldBe(promoted ? [] : [GateReasonCode.BatchDisagrees]);
    }

    [Fact]
    public void A_candidate_that_answers_like_the_champion_is_always_promoted() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[-1, 2]).Array[1, 300].Sample(photos =>
        {
            int[] truth = [.. photos.Select(p => p.Item1)];
            int[] answers = [.. photos.Select(p => p.Item2)];
            var same = new ComparedSet(truth, answers, answers);
            return PromotionGate.Decide(s_labels, same, same, ArrivingBatch.Empty) is GateVerdict.Promote;
        });

    [Fact]
    public void A_refusal_has_reasons_and_each_has_numbers() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[-1, 2], Gen.Int[-1, 2]).Array[1, 300].Sample(photos =>
        {
            var set = new ComparedSet([.. photos.Select(p => p.Item1)], [.. photos.Select(p => p.Item2)], [.. photos.Select(p => p.Item3)]);
            return PromotionGate.Decide(s_labels, set, set, ArrivingBatch.Empty) is not GateVerdict.Refuse refused
                || (refused.Reasons.Count > 0 && refused.Reasons.All(reason => reason.Text.Any(char.IsAsciiDigit)));
        });

    [Fact]
    public void A_candidate_that_is_worse_on_either_set_is_never_promoted() =>
        Gen.Select(Gen.Int[1, 500], Gen.Int[0, 20], Gen.Int[1, 20], Gen.Bool).Sample((same, gained, more, onAnchor) =>
        {
            var worse = Set(same + gained + gained + more, gained, gained + more);
            var good = Set(500, 5, 0);
            return PromotionGate.Decide(s_labels, onAnchor ? good : worse, onAnchor ? worse : good, ArrivingBatch.Empty) is GateVerdict.Refuse;
        });

    [Fact]
    public void A_candidate_that_is_promoted_still_is_when_it_has_one_photo_more_right() =>
        // Up to 30 photos a single gain among no losses is too uncertain, while answering alike is not.
        Gen.Select(Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2]).Array[31, 300], Gen.Int[0, 30], Gen.Int[0, 3], Gen.Int).Sample((photos, gained, lost, which) =>
        {
            // Truth and champion at random; the candidate follows the champion but for a few gains and losses.
            int[] truth = [.. photos.Select(p => p.Item1)], champion = [.. photos.Select(p => p.Item2)];
            int[] candidate = [.. champion];
            var wrong = Where(truth, champion, right: false);
            wrong.Take(gained).ToList().ForEach(photo => candidate[photo] = truth[photo]);
            Where(truth, champion, right: true).Take(lost).ToList().ForEach(photo => candidate[photo] = Metrics.None);
            var missed = Where(truth, candidate, right: false);
            if (missed.Count == 0 || !Promoted(truth, candidate, champion))
            {
                return;
            }

            var improved = missed[(int)((uint)which % missed.Count)];
            candidate[improved] = truth[improved];
            Promoted(truth, candidate, champion).ShouldBeTrue();
        });

    [Fact]
    public void A_candidate_that_is_worse_by_far_is_refused_for_that() =>
        Gen.Select(Gen.Int[50, 500], Gen.Double[0.1, 1], Gen.Bool).Sample((photos, share, onAnchor) =>
        {
            var (good, bad) = (Set(photos, 0, 0), Set(photos, 0, (int)Math.Ceiling(photos * share)));
            Codes(PromotionGate.Decide(s_labels, onAnchor ? good : bad, onAnchor ? bad : good, ArrivingBatch.Empty))
                .ShouldContain(onAnchor ? GateReasonCode.AnchorWorse : GateReasonCode.TestWorse);
        });

    [Fact]
    public void Order_of_photos_does_not_matter() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[-1, 2], Gen.Int[-1, 2]).Array[1, 200].Sample(photos =>
        {
            var forward = new ComparedSet([.. photos.Select(p => p.Item1)], [.. photos.Select(p => p.Item2)], [.. photos.Select(p => p.Item3)]);
            var backward = new ComparedSet([.. forward.Truth.Reverse()], [.. forward.Candidate.Reverse()], [.. forward.Champion!.Reverse()]);
            return Codes(PromotionGate.Decide(s_labels, forward, forward, ArrivingBatch.Empty))
                .SequenceEqual(Codes(PromotionGate.Decide(s_labels, backward, backward, ArrivingBatch.Empty)));
        });

    private static bool Promoted(int[] truth, int[] candidate, int[] champion) =>
        PromotionGate.Decide(s_labels, new ComparedSet(truth, candidate, champion), ComparedSet.Empty, ArrivingBatch.Empty) is GateVerdict.Promote;

    private static List<int> Where(int[] truth, int[] answers, bool right) =>
        [.. Enumerable.Range(0, truth.Length).Where(photo => (truth[photo] == answers[photo]) == right)];

    private static string[] Codes(GateVerdict verdict) =>
        verdict is GateVerdict.Refuse refused ? [.. refused.Reasons.Select(reason => reason.Code).Distinct()] : [];

    /// <summary>Labels in turn; the first <paramref name="gained"/> photos are gained, the next <paramref name="lost"/> lost, the rest right in both.</summary>
    private static ComparedSet Set(int photos, int gained, int lost)
    {
        int[] truth = [.. Enumerable.Range(0, photos).Select(i => i % 3)];
        return new ComparedSet(
            truth,
            [.. truth.Select((label, i) => i >= gained && i < gained + lost ? (label + 1) % 3 : label)],
            [.. truth.Select((label, i) => i < gained ? (label + 1) % 3 : label)]);
    }
}
