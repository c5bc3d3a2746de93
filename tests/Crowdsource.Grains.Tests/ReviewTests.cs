using Crowdsource.Domain.Submissions;
using Orleans.Storage;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

public sealed class ReviewTests(GrainsHost host)
{
    [Fact]
    public async Task An_accepted_photo_gets_its_split_and_its_points_once()
    {
        var scene = await Scene.Create(host);
        var id = await scene.InReview(await scene.Volunteer());

        var accepted = await scene.Review(id, Scene.Accept);
        var again = await scene.Review(id, Scene.Accept);

        accepted.Split.ShouldBe(Split.Train);
        accepted.Points.ShouldBe(20);
        again.ShouldBe(accepted);
        (await scene.Get(id)).ShouldBe(accepted);
        (await scene.Points()).ShouldHaveSingleItem().Points.ShouldBe(20);
        (await scene.Rows<ReviewEntry>(entry => entry.Submission == id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_change_of_mind_takes_the_points_back_and_keeps_the_split()
    {
        var scene = await Scene.Create(host);
        var id = await scene.InReview(await scene.Volunteer());
        var split = (await scene.Review(id, Scene.Accept)).Split;

        (await scene.Review(id, Scene.Reject)).Points.ShouldBe(0);
        (await scene.Points()).Sum(entry => entry.Points).ShouldBe(0);

        var last = await scene.Review(id, Scene.Accept);
        last.Split.ShouldBe(split);
        var ledger = await scene.Points();
        ledger.Count.ShouldBe(3);
        ledger.Sum(entry => entry.Points).ShouldBe(last.Points);
        (await scene.Rows<ReviewEntry>(entry => entry.Submission == id)).Select(entry => entry.Accepted).ShouldBe([true, false, true]);
    }

    [Fact]
    public async Task A_photo_that_is_taken_back_gives_its_points_back_once()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var photo = await scene.Accepted(volunteer);

        await scene.Submission(photo.Id).Withdraw(volunteer.Id);
        await scene.Submission(photo.Id).Withdraw(volunteer.Id);

        (await scene.Points()).Select(entry => entry.Points).ShouldBe([20, -20]);
        (await scene.Submission(photo.Id).Review(Scene.Accept)).ShouldBe(new ReviewOutcome.Refused("not-reviewable"));
    }

    [Fact]
    public async Task A_corrected_label_decides_whose_split_it_is()
    {
        var scene = await Scene.Create(host);
        var photo = await scene.Review(await scene.InReview(await scene.Volunteer()), Scene.Accept with { Label = "Pear" });

        photo.Label.ShouldBe(Scene.Pear);
        var campaign = scene.Id;
        var splits = (await scene.Rows<LabelSplitsState>(row => row.Campaign == campaign)).ShouldHaveSingleItem();
        splits.Label.ShouldBe(Scene.Pear);
        splits.Total.ShouldBe(1);
    }

    [Fact]
    public async Task Two_activations_that_accept_a_photo_at_once_give_points_once()
    {
        var scene = await Scene.Create(host);
        var id = await scene.InReview(await scene.Volunteer());
        (await scene.SubmissionElsewhere(id).Get()).ShouldNotBeNull();

        await scene.Review(id, Scene.Accept);
        await Should.ThrowAsync<InconsistentStateException>(() => scene.SubmissionElsewhere(id).Review(Scene.Accept));

        (await scene.SubmissionElsewhere(id).Review(Scene.Accept)).ShouldBeOfType<ReviewOutcome.Reviewed>();
        (await scene.Points()).ShouldHaveSingleItem();
        (await scene.Rows<ReviewEntry>(entry => entry.Submission == id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        var scene = await Scene.Create(host);

        (await scene.Submission(new SubmissionId(Guid.CreateVersion7())).Review(Scene.Accept)).ShouldBe(new ReviewOutcome.NotFound());
    }
}
