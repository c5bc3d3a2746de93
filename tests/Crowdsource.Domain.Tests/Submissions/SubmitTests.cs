using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Submissions;

public sealed class SubmitTests
{
    private static readonly DateTimeOffset s_later = Samples.Noon.AddHours(1);

    [Fact]
    public void A_photo_is_taken_in_with_what_its_volunteer_claimed_and_agreed_to()
    {
        var submission = Submit(null, Samples.Photo).ShouldBeOfType<SubmitOutcome.Received>().Submission;

        submission.Status.ShouldBe(SubmissionStatus.Received);
        submission.ClaimedLabel.ShouldBe(Samples.Apple);
        submission.Label.ShouldBe(Samples.Apple);
        submission.Contributor.ShouldBe(Samples.Volunteer.Contributor);
        submission.ConsentVersion.ShouldBe(1);
        submission.CapturedAt.ShouldBe(Samples.Noon);
        submission.ReceivedAt.ShouldBe(s_later);
        submission.Points.ShouldBe(0);
    }

    [Theory]
    [InlineData(SubmissionStatus.Received)]
    [InlineData(SubmissionStatus.InReview)]
    [InlineData(SubmissionStatus.Accepted)]
    [InlineData(SubmissionStatus.Rejected)]
    [InlineData(SubmissionStatus.Duplicate)]
    [InlineData(SubmissionStatus.Withdrawn)]
    public void The_same_photo_again_is_answered_with_what_became_of_it(SubmissionStatus status)
    {
        var current = Samples.InReview with { Status = status };

        Submit(current, Samples.Photo).ShouldBe(new SubmitOutcome.Repeated(current));
    }

    [Fact]
    public void The_same_photo_again_needs_no_consent_any_more() =>
        SubmissionRules.Submit(Samples.Received, Samples.Photo, null, null, s_later)
            .ShouldBe(new SubmitOutcome.Repeated(Samples.Received));

    [Fact]
    public void Another_photo_under_the_same_id_is_a_conflict() =>
        Submit(Samples.Received, Samples.Photo with { Upload = Samples.Digest("another") }).ShouldBe(new SubmitOutcome.Conflict());

    [Fact]
    public void An_id_of_somebody_else_is_not_found_whatever_is_sent()
    {
        var stranger = Samples.Photo with { Volunteer = new VolunteerId(Samples.Numbered(9)) };

        Submit(Samples.Received, stranger).ShouldBe(new SubmitOutcome.NotFound());
        Submit(Samples.Received, stranger with { Upload = Samples.Digest("another") }).ShouldBe(new SubmitOutcome.NotFound());
    }

    [Fact]
    public void An_id_of_another_campaign_is_not_found() =>
        Submit(Samples.Received, Samples.Photo with { Campaign = new CampaignId("tools") }).ShouldBe(new SubmitOutcome.NotFound());

    [Fact]
    public void Without_campaign_or_volunteer_nothing_is_found()
    {
        SubmissionRules.Submit(null, Samples.Photo, null, Samples.Volunteer, s_later).ShouldBe(new SubmitOutcome.NotFound());
        SubmissionRules.Submit(null, Samples.Photo, Samples.Campaign, null, s_later).ShouldBe(new SubmitOutcome.NotFound());
    }

    [Theory]
    [InlineData("Plum")]
    [InlineData("apple")]
    [InlineData("Apple ")]
    [InlineData("")]
    public void A_label_that_the_campaign_does_not_have_is_refused(string label) =>
        Submit(null, Samples.Photo with { Label = label }).ShouldBe(new SubmitOutcome.Refused(SubmitRefusal.UnknownLabel));

    [Fact]
    public void Without_consent_to_the_standing_text_a_photo_is_refused()
    {
        var refused = new SubmitOutcome.Refused(SubmitRefusal.ConsentNeeded);
        var newText = Samples.Campaign with { Consent = Samples.Campaign.Consent with { Version = 2 } };
        var elsewhere = new GivenConsent(new CampaignId("tools"), 1, Newsletter: true, Samples.Noon);

        Submit(null, Samples.Photo, volunteer: Samples.Volunteer with { Consents = [] }).ShouldBe(refused);
        Submit(null, Samples.Photo, volunteer: Samples.Volunteer with { Consents = [elsewhere] }).ShouldBe(refused);
        Submit(null, Samples.Photo, newText).ShouldBe(refused);
    }

    private static SubmitOutcome Submit(
        SubmissionState? current, SubmitPhoto photo, CampaignState? campaign = null, VolunteerState? volunteer = null) =>
        SubmissionRules.Submit(current, photo, campaign ?? Samples.Campaign, volunteer ?? Samples.Volunteer, s_later);
}
