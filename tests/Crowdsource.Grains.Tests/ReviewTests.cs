using Crowdsource.Domain.Submissions;
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

    [Fact]
    public async Task Forty_photos_of_one_object_accepted_at_once_by_two_clusters_earn_at_most_twice_what_one_earns()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var ids = new List<SubmissionId>();
        for (var photo = 0; photo < 40; photo++)
        {
            ids.Add(await scene.InReview(volunteer, capturedAt: Scene.Noon.AddSeconds(photo)));
        }

        await Parallel.ForEachAsync(ids.Index(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (photo, _) =>
            (await (photo.Index % 2 == 0 ? scene.Submission(photo.Item) : scene.SubmissionElsewhere(photo.Item)).Review(Scene.Accept))
                .ShouldBeOfType<ReviewOutcome.Reviewed>());

        (await scene.Points()).Sum(entry => entry.Points).ShouldBeInRange(20, 41);
    }

    [Fact]
    public async Task Photos_of_other_days_labels_and_people_are_worth_as_much_as_the_first()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        await scene.Accepted(volunteer);

        (await scene.Accepted(volunteer)).Points.ShouldBe(10);
        (await scene.Accepted(volunteer, capturedAt: Scene.Noon.AddHours(1))).Points.ShouldBeInRange(15, 19);
        (await scene.Accepted(volunteer, "Pear")).Points.ShouldBe(20);
        (await scene.Accepted(await scene.Volunteer())).Points.ShouldBe(20);
    }

    [Fact]
    public async Task A_correction_after_acceptance_moves_the_photo_s_count_and_weighs_its_points_anew()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        await scene.Accepted(volunteer, "Pear");
        var apple = await scene.Accepted(volunteer);

        var pear = await scene.Review(apple.Id, Scene.Accept with { Label = "Pear" });

        pear.Split.ShouldBe(apple.Split);
        (apple.Points, pear.Points).ShouldBe((20, 10));
        var campaign = scene.Id;
        (await scene.Rows<LabelSplitsState>(row => row.Campaign == campaign)).ToDictionary(row => row.Label, row => row.Total)
            .ShouldBe(new Dictionary<Domain.Campaigns.LabelId, int> { [Scene.Apple] = 0, [Scene.Pear] = 2 }, ignoreOrder: true);
        (await scene.Accepted(await scene.Volunteer())).Split.ShouldBe(Split.Train);
        (await scene.Points()).Where(entry => entry.Submission == apple.Id).Sum(entry => entry.Points).ShouldBe(10);
    }

    [Fact]
    public async Task A_bulk_verdict_can_be_taken_back_once_and_only_while_it_stands()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var batch = Guid.NewGuid();
        var (accepted, superfluous, changed) = (await scene.InReview(volunteer), await scene.InReview(volunteer), await scene.InReview(volunteer));
        await scene.Review(accepted, Scene.Accept with { Batch = batch, Label = "Pear" });
        await scene.Review(superfluous, Scene.Accept with { Accept = false, DuplicateOf = accepted, Batch = batch });
        await scene.Review(changed, Scene.Reject with { Batch = batch });
        await scene.Review(changed, Scene.Accept);

        async Task<ReviewOutcome> Undo(SubmissionId id) => await scene.Submission(id).Undo(batch, "ada");
        var restored = (await Undo(accepted)).ShouldBeOfType<ReviewOutcome.Reviewed>().Submission;
        (restored.Status, restored.Label, restored.ReviewedAt, restored.Points).ShouldBe((SubmissionStatus.InReview, Scene.Apple, null, 0));
        (await Undo(superfluous)).ShouldBeOfType<ReviewOutcome.Reviewed>().Submission.DuplicateOf.ShouldBeNull();
        (await Undo(changed)).ShouldBe(new ReviewOutcome.Refused("changed-since"));
        (await Undo(accepted)).ShouldBe(new ReviewOutcome.Refused("changed-since"));
        (await scene.Submission(accepted).Undo(Guid.NewGuid(), "ada")).ShouldBe(new ReviewOutcome.NotFound());

        (await scene.Points()).Where(entry => entry.Submission == accepted).Select(entry => entry.Points).ShouldBe([20, -20]);
        (await scene.Rows<ReviewEntry>(entry => entry.Submission == accepted)).Select(entry => (entry.Batch, entry.Undoes))
            .ShouldBe([(batch, null), (null, batch)]);
        (await scene.Process(await scene.Received(volunteer), Scene.Findings(superfluous.ToString()))).DuplicateOf.ShouldBe(superfluous);
    }
}
