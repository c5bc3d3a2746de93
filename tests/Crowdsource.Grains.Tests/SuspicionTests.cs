using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

/// <summary>Labels that a night doubts, until a curator decides.</summary>
public sealed class SuspicionTests(GrainsHost host)
{
    [Fact]
    public async Task Each_night_doubts_anew_and_only_photos_that_are_still_accepted()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var (first, second, rejected) = (await scene.Accepted(volunteer), await scene.Accepted(volunteer), await scene.Accepted(volunteer));
        await scene.Review(rejected.Id, Scene.Reject);

        await Doubt(scene, first, rejected);
        (await Open(scene)).ShouldBe([first.Id]);

        await Doubt(scene, second);
        var row = (await Rows(scene)).ShouldHaveSingleItem();
        (row.Submission, row.Label, row.Likelier, row.Night).ShouldBe((second.Id, Scene.Apple, Scene.Pear, 2));
        row.Margin.ShouldBe(0.7, 1e-9);
        await scene.Skip();
        (await Open(scene)).ShouldBe([second.Id], "a night that trains nothing doubts nothing");
    }

    [Fact]
    public async Task A_curator_who_confirms_the_label_is_not_asked_again()
    {
        var scene = await Scene.Create(host);
        var photo = await scene.Accepted(await scene.Volunteer());
        await Doubt(scene, photo);

        (await scene.Review(photo.Id, Scene.Accept)).ReviewedAt.ShouldNotBe(photo.ReviewedAt);
        (await Open(scene)).ShouldBeEmpty();
        await Doubt(scene, photo);

        (await Open(scene)).ShouldBeEmpty();
        var id = photo.Id;
        (await scene.Rows<ReviewEntry>(entry => entry.Submission == id)).Count.ShouldBe(2, "the confirmation is a verdict");
        await scene.Review(photo.Id, Scene.Accept);
        (await scene.Rows<ReviewEntry>(entry => entry.Submission == id)).Count.ShouldBe(2, "and saying it once more is none");
    }

    [Fact]
    public async Task Another_label_settles_the_doubt_about_the_old_one_until_that_is_undone()
    {
        var scene = await Scene.Create(host);
        var photo = await scene.Accepted(await scene.Volunteer());
        await Doubt(scene, photo);
        var batch = Guid.NewGuid();

        (await scene.Review(photo.Id, Scene.Accept with { Label = "Pear", Batch = batch })).Label.ShouldBe(Scene.Pear);
        (await Open(scene)).ShouldBeEmpty();

        (await scene.Submission(photo.Id).Undo(batch, "ada")).ShouldBeOfType<ReviewOutcome.Reviewed>();
        (await Open(scene)).ShouldBe([photo.Id]);
    }

    [Fact]
    public async Task A_verdict_during_the_night_comes_before_its_doubt()
    {
        var scene = await Scene.Create(host);
        var photo = await scene.Accepted(await scene.Volunteer());
        var (night, ticket) = await scene.Begun();
        await scene.Review(photo.Id, Scene.Accept with { Label = "Pear" });

        await scene.Night(night.Number).Conclude(ticket, Conclusion(photo));

        (await Rows(scene)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_doubt_is_erased_with_its_photo()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var photo = await scene.Accepted(volunteer);
        await Doubt(scene, photo);

        await scene.Submission(photo.Id).Erase(volunteer.Id);

        (await Rows(scene)).ShouldBeEmpty();
    }

    private static async Task Doubt(Scene scene, params SubmissionState[] photos)
    {
        var (night, ticket) = await scene.Begun();
        (await scene.Night(night.Number).Conclude(ticket, Conclusion(photos))).ShouldNotBeNull();
    }

    private static NightConclusion Conclusion(params SubmissionState[] photos) =>
        new(NightPhase.Refused, [new NightReason("test-worse", "Worse.")], Scene.Report, [])
        {
            Doubted = [.. photos.Select(photo => new DoubtedPhoto(photo.Findings!.Master, Scene.Apple, Scene.Pear, 0.8, 0.1))],
        };

    private static Task<List<SuspectedLabel>> Rows(Scene scene)
    {
        var id = scene.Id;
        return scene.Rows<SuspectedLabel>(row => row.Campaign == id);
    }

    private static async Task<IEnumerable<SubmissionId>> Open(Scene scene) =>
        (await Rows(scene)).Where(row => row.SettledAt is null).Select(row => row.Submission);
}
