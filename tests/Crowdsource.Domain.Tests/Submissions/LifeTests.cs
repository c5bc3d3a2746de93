using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Submissions;

/// <summary>What may follow what in a submission's life.</summary>
public sealed class LifeTests
{
    private static readonly DateTimeOffset s_later = Samples.Noon.AddHours(1);

    private static readonly Dictionary<SubmissionStatus, SubmissionStatus[]> s_mayFollow = new()
    {
        [SubmissionStatus.Received] =
            [SubmissionStatus.InReview, SubmissionStatus.Rejected, SubmissionStatus.Duplicate, SubmissionStatus.Withdrawn, SubmissionStatus.Erased],
        [SubmissionStatus.InReview] =
            [SubmissionStatus.Accepted, SubmissionStatus.Rejected, SubmissionStatus.Duplicate, SubmissionStatus.Withdrawn, SubmissionStatus.Erased],
        [SubmissionStatus.Accepted] =
            [SubmissionStatus.Accepted, SubmissionStatus.Rejected, SubmissionStatus.Duplicate, SubmissionStatus.Withdrawn, SubmissionStatus.Erased],
        [SubmissionStatus.Rejected] =
        [
            SubmissionStatus.InReview, SubmissionStatus.Accepted, SubmissionStatus.Rejected, SubmissionStatus.Duplicate,
            SubmissionStatus.Withdrawn, SubmissionStatus.Erased,
        ],
        [SubmissionStatus.Duplicate] = [SubmissionStatus.Withdrawn, SubmissionStatus.Erased],
        [SubmissionStatus.Withdrawn] = [SubmissionStatus.Withdrawn, SubmissionStatus.Erased],
        [SubmissionStatus.Erased] = [SubmissionStatus.Erased],
    };

    /// <summary>Everything that can be done to a submission; null when it is refused.</summary>
    private static readonly Func<SubmissionState, SubmissionState?>[] s_acts =
    [
        current => SubmissionRules.Processed(current, Samples.Findings, null),
        current => SubmissionRules.Processed(current, Samples.Findings, Samples.Repeats(new SubmissionId(Samples.Numbered(8)))),
        current => SubmissionRules.Unusable(current, RejectionCode.TooBlurry),
        current => Reviewed(current, new ReviewSubmission("ada", Accept: true, null, null)),
        current => Reviewed(current, new ReviewSubmission("ada", Accept: true, null, "Pear")),
        current => Reviewed(current, new ReviewSubmission("ada", Accept: false, RejectionCode.WrongLabel, null)),
        current => Reviewed(
            current, new ReviewSubmission("ada", Accept: false, null, null, DuplicateOf: new SubmissionId(Samples.Numbered(8)))),
        current => SubmissionRules.Replaced(current, new SubmissionId(Samples.Numbered(8))),
        SubmissionRules.Withdraw,
        SubmissionRules.Erase,
        current => (SubmissionRules.Appeal(current, Samples.Volunteer.Id, "Look again.", s_later) as AppealOutcome.Appealed)?.Submission,
    ];

    [Fact]
    public void Whatever_is_done_a_submission_moves_as_its_life_allows() =>
        Gen.OneOf(s_acts).Array[1, 12].Sample(acts =>
        {
            var current = Samples.Received;
            foreach (var act in acts)
            {
                // An appeal that is repeated word by word is answered once more and changes nothing.
                if (act(current) is not { } next || ReferenceEquals(next, current))
                {
                    continue;
                }

                next.Status.ShouldBeOneOf(s_mayFollow[current.Status]);
                (next.Rejection is not null).ShouldBe(next.Status == SubmissionStatus.Rejected);
                if (next.Status is SubmissionStatus.InReview or SubmissionStatus.Accepted)
                {
                    next.Findings.ShouldNotBeNull();
                }

                next.ClaimedLabel.ShouldBe(Samples.Apple);
                current = next;
            }
        });

    [Fact]
    public void Whatever_is_done_points_stand_only_for_what_is_accepted_and_the_ledger_adds_up() =>
        Gen.Select(Gen.OneOf(s_acts), Gen.Int[0, 20]).Array[1, 20].Sample(steps =>
        {
            var current = Samples.Received;
            List<PointsEntry> ledger = [];
            foreach (var (act, worth) in steps)
            {
                if (act(current) is not { } next)
                {
                    continue;
                }

                (current, var entry) = PointsRules.Settle(next, next.Status == SubmissionStatus.Accepted ? worth : 0, s_later);
                ledger.AddRange(entry is null ? [] : [entry]);
                ledger.Sum(row => row.Points).ShouldBe(current.Points);
                current.Points.ShouldBe(current.Status == SubmissionStatus.Accepted ? worth : 0);
            }

            ledger.Select(row => row.Reason).ShouldBeUnique();
        });

    [Fact]
    public void Undoing_a_bulk_verdict_restores_the_verdict_before_it_and_nothing_else_is_undone() =>
        Gen.Select(Gen.OneOf(s_acts).Array[0, 8], Gen.Bool, Gen.OneOf(s_acts).Array[0, 2]).Sample((before, accept, after) =>
        {
            var start = Done(Samples.InReview, before);
            var batch = Samples.Numbered(9);
            if (Reviewed(start, new ReviewSubmission("ada", accept, accept ? null : RejectionCode.NoObject, null, Batch: batch)) is not { } judged)
            {
                return;
            }

            var verdict = new ReviewEntry
            {
                Campaign = judged.Campaign,
                Submission = judged.Id,
                Reviewer = "ada",
                Accepted = accept,
                Rejection = judged.Rejection,
                Label = judged.Label,
                At = s_later,
                Batch = batch,
                Before = StandingVerdict.Of(start),
            };
            SubmissionRules.Undo(judged, verdict).ShouldBe(start with { Batch = null });
            var later = Done(judged, after);
            if (later.Batch != batch || later.Status != judged.Status)
            {
                SubmissionRules.Undo(later, verdict).ShouldBeNull();
            }
        });

    [Theory]
    [InlineData(SubmissionStatus.InReview)]
    [InlineData(SubmissionStatus.Accepted)]
    [InlineData(SubmissionStatus.Rejected)]
    [InlineData(SubmissionStatus.Duplicate)]
    [InlineData(SubmissionStatus.Withdrawn)]
    public void A_photo_is_processed_once(SubmissionStatus status)
    {
        var current = Samples.InReview with { Status = status };

        SubmissionRules.Processed(current, Samples.Findings, null).ShouldBeNull();
        SubmissionRules.Unusable(current, RejectionCode.TooDark).ShouldBeNull();
    }

    [Fact]
    public void A_photo_that_repeats_another_says_which()
    {
        var original = new SubmissionId(Samples.Numbered(8));
        var duplicate = SubmissionRules.Processed(Samples.Received, Samples.Findings, Samples.Repeats(original)).ShouldNotBeNull();

        duplicate.Status.ShouldBe(SubmissionStatus.Duplicate);
        duplicate.DuplicateOf.ShouldBe(original);
    }

    [Theory]
    [InlineData(SubmissionStatus.Received)]
    [InlineData(SubmissionStatus.Duplicate)]
    [InlineData(SubmissionStatus.Withdrawn)]
    public void A_photo_that_is_not_up_for_review_gets_no_verdict(SubmissionStatus status) =>
        Review(Samples.InReview with { Status = status }, new ReviewSubmission("ada", Accept: true, null, null))
            .ShouldBe(new ReviewOutcome.Refused("not-reviewable"));

    [Fact]
    public void A_photo_that_could_not_be_decoded_cannot_be_accepted() =>
        Review(
            SubmissionRules.Unusable(Samples.Received, RejectionCode.NotAnImage)!,
            new ReviewSubmission("ada", Accept: true, null, null))
            .ShouldBe(new ReviewOutcome.Refused("not-reviewable"));

    [Fact]
    public void A_photo_that_does_not_exist_cannot_be_reviewed() =>
        SubmissionRules.Review(null, new ReviewSubmission("ada", Accept: true, null, null), Samples.Campaign, s_later)
            .ShouldBe(new ReviewOutcome.NotFound());

    [Fact]
    public void A_curator_may_correct_the_label_and_the_claim_is_kept()
    {
        var reviewed = Reviewed(Samples.InReview, new ReviewSubmission("ada", Accept: true, null, "Pear")).ShouldNotBeNull();

        reviewed.Label.ShouldBe(Samples.Pear);
        reviewed.ClaimedLabel.ShouldBe(Samples.Apple);
        reviewed.ReviewedAt.ShouldBe(s_later);
        Reviewed(reviewed, new ReviewSubmission("ada", Accept: true, null, null))!.Label.ShouldBe(Samples.Pear);
    }

    [Fact]
    public void A_label_that_the_campaign_does_not_have_is_refused() =>
        Review(Samples.InReview, new ReviewSubmission("ada", Accept: true, null, "Plum"))
            .ShouldBe(new ReviewOutcome.Refused("unknown-label"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_anchor_set_is_beyond_review(bool accept) =>
        Review(
            Samples.InReview with { Status = SubmissionStatus.Accepted, Split = Split.Anchor },
            new ReviewSubmission("ada", accept, accept ? null : RejectionCode.NoObject, null))
            .ShouldBe(new ReviewOutcome.Refused("locked-as-anchor"));

    [Fact]
    public void Every_code_has_advice_and_curators_codes_are_codes()
    {
        foreach (var code in RejectionCode.ForCurators)
        {
            RejectionCode.IsKnown(code).ShouldBeTrue(code);
            RejectionCode.Advice(code).ShouldEndWith(".");
        }

        RejectionCode.IsKnown("ugly").ShouldBeFalse();
    }

    [Fact]
    public void Hashes_that_differ_in_so_few_bits_that_the_photo_is_the_same_share_a_band() =>
        Gen.Select(Gen.Long, Gen.Int[0, 63].HashSet[0, SubmissionRules.NearDuplicateDistance]).Sample((hash, flipped) =>
        {
            var other = flipped.Aggregate(hash, (bits, bit) => bits ^ (1L << bit));
            SubmissionRules.Distance(hash, other).ShouldBe(flipped.Count);
            var (one, two) = (Banded(hash), Banded(other));
            (one.Band0 == two.Band0 || one.Band1 == two.Band1 || one.Band2 == two.Band2 || one.Band3 == two.Band3 || one.Band4 == two.Band4).ShouldBeTrue();
        });

    private static SubmissionState Done(SubmissionState current, Func<SubmissionState, SubmissionState?>[] acts) =>
        acts.Aggregate(current, (state, act) => act(state) ?? state);

    private static PhotoHash Banded(long hash) =>
        PhotoHash.Of(Samples.InReview with { Findings = Samples.Findings with { PerceptualHash = hash } });

    private static ReviewOutcome Review(SubmissionState current, ReviewSubmission command) =>
        SubmissionRules.Review(current, command, Samples.Campaign, s_later);

    private static SubmissionState? Reviewed(SubmissionState current, ReviewSubmission command) =>
        Review(current, command) is ReviewOutcome.Reviewed reviewed ? reviewed.Submission : null;
}
