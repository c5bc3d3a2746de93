using System.Net;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class VolunteerTests(ApiHost host)
{
    [Fact]
    public async Task Who_gives_no_name_gets_one_and_is_not_shown()
    {
        var volunteer = await (await host.Anonymous.PostText("/api/v1/volunteers", "{}")).Is<RegisteredVolunteer>(HttpStatusCode.Created);
        volunteer.Pseudonym.ShouldMatch(@"^\w+ \w+ \d{4}$");
        volunteer.ShowOnLeaderboard.ShouldBeFalse();
        volunteer.Token.ShouldStartWith("cs_volunteer_");

        var me = await host.Client(volunteer.Token).Get<VolunteerResponse>("/api/v1/volunteers/me");
        me.Consents.ShouldBeEmpty();
        me.ShouldBe(new VolunteerResponse(volunteer.Id, volunteer.Pseudonym, false, me.RegisteredAt, 0, me.Consents, me.Standings, HomeZone: null));
    }

    [Fact]
    public async Task A_pseudonym_is_one_persons_whatever_its_case()
    {
        var name = host.Fresh("Zoë");
        await (await host.Anonymous.Post("/api/v1/volunteers", new RegisterVolunteerRequest(name))).Has(HttpStatusCode.Created);
        await (await host.Anonymous.Post("/api/v1/volunteers", new RegisterVolunteerRequest(name))).IsProblem(ProblemTypes.PseudonymTaken);
        await (await host.Anonymous.Post("/api/v1/volunteers", new RegisterVolunteerRequest(name.ToUpperInvariant())))
            .IsProblem(ProblemTypes.PseudonymTaken);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData(" padded ")]
    public async Task A_pseudonym_that_would_mislead_is_refused(string name) =>
        (await (await host.Anonymous.Post("/api/v1/volunteers", new RegisterVolunteerRequest(name))).IsProblem(ProblemTypes.InvalidRequest))
            .Errors!.Keys.ShouldBe(["pseudonym"]);

    [Fact]
    public async Task Being_shown_is_a_change_of_mind()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer(shown: false);
        var me = await (await volunteer.Patch("/api/v1/volunteers/me", new UpdateVolunteerRequest(true))).Is<VolunteerResponse>(HttpStatusCode.OK);
        me.ShowOnLeaderboard.ShouldBeTrue();
        await (await volunteer.Patch("/api/v1/volunteers/me", new UpdateVolunteerRequest(null))).IsProblem(ProblemTypes.InvalidRequest);
    }

    [Fact]
    public async Task Consent_is_given_to_the_version_that_was_read()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer(consent: false);
        await (await volunteer.Put($"{stage.Path}/consent", new ConsentRequest(2))).IsProblem(ProblemTypes.OtherConsentVersion);
        await (await volunteer.Put($"{stage.Path}/consent", new ConsentRequest(0))).IsProblem(ProblemTypes.InvalidRequest);
        var given = await (await volunteer.Put($"{stage.Path}/consent", new ConsentRequest(1, true))).Is<ConsentResponse>(HttpStatusCode.OK);
        (given.Campaign, given.Version, given.Newsletter).ShouldBe((stage.Campaign, 1, true));
        (await volunteer.Get<VolunteerResponse>("/api/v1/volunteers/me")).Consents.ShouldBe([given]);
    }

    [Fact]
    public async Task My_submissions_are_mine_and_say_what_became_of_them()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var other = await stage.Volunteer();
        var accepted = await stage.Accepted(volunteer);
        await stage.Accepted(other);
        var blurred = Guid.CreateVersion7();
        await (await stage.Send(volunteer, blurred, "blurred")).Has(HttpStatusCode.Created);
        await stage.Reject(blurred, RejectionCode.TooBlurry);

        var mine = await volunteer.Get<Page<SubmissionResponse>>("/api/v1/volunteers/me/submissions");
        mine.Items.Select(photo => photo.Id).ShouldBe([blurred, accepted]);
        mine.Items[0].Status.ShouldBe(SubmissionStatus.Rejected);
        mine.Items[0].Reason.ShouldBe(new SubmissionReason("too-blurry", RejectionCode.Advice("too-blurry")));
        mine.Items[1].Points.ShouldBe(20);
        (await volunteer.Get<VolunteerResponse>("/api/v1/volunteers/me")).Points.ShouldBe(20);

        var first = await volunteer.Get<Page<SubmissionResponse>>("/api/v1/volunteers/me/submissions?limit=1");
        var second = await volunteer.Get<Page<SubmissionResponse>>($"/api/v1/volunteers/me/submissions?limit=1&after={first.Next}");
        second.Items.Single().Id.ShouldBe(accepted);
        second.Next.ShouldBeNull();
    }

    [Fact]
    public async Task What_staff_try_out_on_a_copy_is_nobodys_points()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        await stage.InReview(volunteer);
        var trial = $"{stage.Campaign}-trial";
        await (await host.Owner.Post($"{stage.Path}/copies", new CopyCampaignRequest(trial, "Trial"))).Has(HttpStatusCode.Created);
        var waiting = await host.Curator.Get<Page<ReviewItem>>($"/api/v1/campaigns/{trial}/reviews");
        await (await host.Curator.Put(
            $"/api/v1/campaigns/{trial}/reviews/{waiting.Items.Single().Submission}", new ReviewRequest(ReviewVerdict.Accept))).Has(HttpStatusCode.OK);

        (await volunteer.Get<VolunteerResponse>("/api/v1/volunteers/me")).Points.ShouldBe(0);
        (await volunteer.Get<Page<SubmissionResponse>>("/api/v1/volunteers/me/submissions")).Items.Count.ShouldBe(1);
    }
}
