using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Newsletters;
using Crowdsource.Domain.Submissions;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

public sealed class NewsletterTests(GrainsHost host)
{
    [Fact]
    public async Task Picked_photos_are_published_once()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var (one, other) = ((await scene.Accepted(volunteer)).Id, (await scene.Accepted(volunteer)).Id);

        (await scene.Newsletter.Pick(one)).ShouldBeNull();
        (await scene.Newsletter.Pick(one)).ShouldBeNull();
        (await scene.Newsletter.Pick(other)).ShouldBeNull();
        await scene.Newsletter.Unpick(other);
        (await scene.Newsletter.Publish("First")).ShouldNotBeNull().Number.ShouldBe(1);

        (await scene.Newsletter.Publish("Nothing")).ShouldBeNull();
        (await scene.Newsletter.Pick(one)).ShouldBe("already-published");
        (await scene.Newsletter.Pick(other)).ShouldBeNull();
        (await scene.Newsletter.Publish("Second")).ShouldNotBeNull().Number.ShouldBe(2);
        (await Published(scene)).ShouldBe([(1, one), (2, other)]);
        (await scene.Newsletter.Get()).Picked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_accepted_photos_of_this_campaign_can_be_picked()
    {
        var (scene, other) = (await Scene.Create(host), await Scene.Create(host));
        var volunteer = await scene.Volunteer();

        (await scene.Newsletter.Pick(await scene.InReview(volunteer))).ShouldBe("not-accepted");
        (await scene.Newsletter.Pick(new SubmissionId(Guid.CreateVersion7()))).ShouldBe("not-accepted");
        (await other.Newsletter.Pick((await scene.Accepted(volunteer)).Id)).ShouldBe("not-accepted");
    }

    [Fact]
    public async Task Without_consent_no_photo_appears_even_if_it_was_picked_before()
    {
        var scene = await Scene.Create(host);
        (await scene.Newsletter.Pick((await scene.Accepted(await scene.Volunteer(newsletter: false))).Id)).ShouldBe("no-consent");

        var volunteer = await scene.Volunteer();
        var (kept, withdrawn) = (await scene.Accepted(await scene.Volunteer()), await scene.Accepted(volunteer));
        var changed = await scene.Accepted(await scene.Volunteer());
        foreach (var photo in new[] { kept, withdrawn, changed })
        {
            (await scene.Newsletter.Pick(photo.Id)).ShouldBeNull();
        }

        await scene.Submission(withdrawn.Id).Withdraw(volunteer.Id);
        await host.Grains.GetGrain<IVolunteerGrain>(changed.Volunteer.Value).Consent(scene.Id, 1, newsletter: false);

        (await scene.Newsletter.Publish("First")).ShouldNotBeNull();
        (await Published(scene)).ShouldBe([(1, kept.Id)]);
    }

    [Fact]
    public async Task Nothing_is_published_when_nothing_may_be_shown()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var photo = await scene.Accepted(volunteer);
        await scene.Newsletter.Pick(photo.Id);
        await scene.Submission(photo.Id).Withdraw(volunteer.Id);

        (await scene.Newsletter.Publish("First")).ShouldBeNull();
        (await scene.Newsletter.Get()).LastIssue.ShouldBe(0);
    }

    private static async Task<List<(int, SubmissionId)>> Published(Scene scene)
    {
        var id = scene.Id;
        return [.. (await scene.Rows<HighlightEntry>(entry => entry.Campaign == id)).Select(entry => (entry.Issue, entry.Submission))];
    }
}
