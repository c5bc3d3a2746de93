using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Submissions;

public sealed class ClusterRulesTests
{
    [Theory]
    [InlineData(3, true, 60, true)]
    [InlineData(3, false, 600, true)]
    [InlineData(12, true, 10, true)]
    [InlineData(12, false, 10, false)]
    [InlineData(12, true, 11, false)]
    [InlineData(13, true, 0, false)]
    public void Photos_show_the_same_thing_when_they_are_near_or_of_one_session_and_alike(
        int bits, bool sameContributor, int minutes, bool same)
    {
        var one = Hash(0, sameContributor: true, 0);
        var other = Hash((1L << bits) - 1, sameContributor, minutes);

        ClusterRules.SameThing(one, other).ShouldBe(same);
        ClusterRules.SameThing(other, one).ShouldBe(same);
    }

    [Theory]
    [InlineData(SubmissionStatus.InReview, 0.5, 0.5, false)]
    [InlineData(SubmissionStatus.InReview, 0.54, 0.5, false)]
    [InlineData(SubmissionStatus.InReview, 0.55, 0.5, true)]
    [InlineData(SubmissionStatus.InReview, 0.4, 0.5, false)]
    [InlineData(SubmissionStatus.Accepted, 1, 0, false)]
    [InlineData(SubmissionStatus.Received, 1, 0, false)]
    public void Only_a_clearly_better_photo_takes_the_place_of_one_in_review(
        SubmissionStatus earlier, double newcomer, double quality, bool takes) =>
        ClusterRules.TakesThePlaceOf(newcomer, earlier, quality).ShouldBe(takes);

    [Fact]
    public void A_replaced_photo_repeats_the_better_one_and_one_that_was_decided_on_stays()
    {
        var better = new SubmissionId(Samples.Numbered(8));
        var replaced = SubmissionRules.Replaced(Samples.InReview, better).ShouldNotBeNull();

        (replaced.Status, replaced.DuplicateOf).ShouldBe((SubmissionStatus.Duplicate, better));
        SubmissionRules.Replaced(Samples.InReview with { Status = SubmissionStatus.Accepted }, better).ShouldBeNull();
        SubmissionRules.Replaced(Samples.InReview with { Status = SubmissionStatus.Withdrawn }, better).ShouldBeNull();
    }

    private static PhotoHash Hash(long hash, bool sameContributor, int minutes) => PhotoHash.Of(Samples.InReview with
    {
        Findings = Samples.Findings with { PerceptualHash = hash, PixelDigest = Samples.Digest($"{hash}") },
        Contributor = sameContributor ? Samples.Volunteer.Contributor : new ContributorKey(Samples.Numbered(77)),
        CapturedAt = Samples.Noon.AddMinutes(minutes),
    });
}
