using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Volunteers;

public sealed class PointsRulesTests
{
    [Theory]
    [InlineData(0, 200, 20)]
    [InlineData(20, 200, 19)]
    [InlineData(100, 200, 15)]
    [InlineData(200, 200, 10)]
    [InlineData(5000, 200, 10)]
    [InlineData(0, 0, 20)]
    public void A_photo_is_worth_more_while_its_label_is_short_of_its_target(int accepted, int target, int points) =>
        PointsRules.ForAccepted(accepted, target, 0, 0).ShouldBe(points);

    [Fact]
    public void A_photo_is_worth_at_most_twenty_points_and_the_more_there_are_already_the_less() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 10_000], Gen.Int[0, 20], Gen.Int[0, 200]).Sample((accepted, target, sameThing, sameDay) =>
        {
            var worth = PointsRules.ForAccepted(accepted, target, sameThing, sameDay);
            worth.ShouldBeInRange(0, 20);
            PointsRules.ForAccepted(accepted + 1, target, sameThing, sameDay).ShouldBeLessThanOrEqualTo(worth);
            PointsRules.ForAccepted(accepted, target, sameThing + 1, sameDay).ShouldBeLessThanOrEqualTo(worth);
            PointsRules.ForAccepted(accepted, target, sameThing, sameDay + 1).ShouldBeLessThanOrEqualTo(worth);
            PointsRules.ForAccepted(accepted, target, 0, 0).ShouldBeInRange(10, 20);
        });

    [Fact]
    public void A_hundred_photos_of_one_object_in_a_row_earn_at_most_twice_what_one_earns() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 10_000]).Sample((accepted, target) =>
        {
            var one = PointsRules.ForAccepted(accepted, target, 0, 0);
            Enumerable.Range(0, 100).Sum(photo => PointsRules.ForAccepted(accepted + photo, target, photo, 0))
                .ShouldBeInRange(one, 2 * one + 1); // One more by rounding.
        });

    [Fact]
    public void A_hundred_photos_of_one_label_spread_over_a_day_earn_less_than_thirteen_times_what_one_earns() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 10_000]).Sample((accepted, target) =>
            Enumerable.Range(0, 100).Sum(photo => PointsRules.ForAccepted(accepted + photo, target, 0, photo))
                .ShouldBeLessThan(13 * PointsRules.ForAccepted(accepted, target, 0, 0)));

    [Fact]
    public void Over_any_verdicts_the_ledger_s_sum_is_what_stands_and_no_reason_repeats() =>
        Gen.Select(Gen.OneOf(SubmissionStatus.Accepted, SubmissionStatus.Rejected, SubmissionStatus.Withdrawn), Gen.Int[10, 20])
            .Array[0, 15].Sample(verdicts =>
            {
                var current = Samples.InReview;
                var ledger = new List<PointsEntry>();
                foreach (var (status, worth) in verdicts)
                {
                    var deserved = status == SubmissionStatus.Accepted ? worth : 0;
                    (current, var entry) = PointsRules.Settle(current with { Status = status }, deserved, Samples.Noon);
                    ledger.AddRange(entry is null ? [] : [entry]);
                    current.Points.ShouldBe(deserved);
                    ledger.Sum(row => row.Points).ShouldBe(current.Points);
                }

                ledger.Select(row => row.Reason).ShouldBeUnique();
                ledger.ShouldAllBe(row => row.Points != 0 && row.Submission == current.Id && row.Contributor == current.Contributor);
            });

    [Fact]
    public void Nothing_is_written_when_nothing_changes()
    {
        var (accepted, given) = PointsRules.Settle(Samples.InReview with { Status = SubmissionStatus.Accepted }, 12, Samples.Noon);
        var (same, none) = PointsRules.Settle(accepted, 12, Samples.Noon.AddDays(1));

        given.ShouldNotBeNull().Reason.ShouldBe("accepted#1");
        none.ShouldBeNull();
        same.ShouldBe(accepted);
    }

    [Fact]
    public void A_reversal_takes_back_what_was_given_and_names_itself()
    {
        var (accepted, _) = PointsRules.Settle(Samples.InReview with { Status = SubmissionStatus.Accepted }, 12, Samples.Noon);
        var (rejected, taken) = PointsRules.Settle(accepted with { Status = SubmissionStatus.Rejected }, 0, Samples.Noon.AddDays(1));

        taken.ShouldNotBeNull().Points.ShouldBe(-12);
        taken.Reason.ShouldBe("rejected#2");
        rejected.Points.ShouldBe(0);
    }

    [Theory]
    [InlineData("Quiet Otter", "QUIET OTTER", true)]
    [InlineData("Äpfel", "äpfel", true)]
    [InlineData("Quiet Otter", "Quiet  Otter", false)]
    public void Pseudonyms_are_the_same_whatever_the_case(string one, string other, bool same) =>
        (VolunteerState.PseudonymKey(one) == VolunteerState.PseudonymKey(other)).ShouldBe(same);
}
