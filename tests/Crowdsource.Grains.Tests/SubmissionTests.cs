using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Orleans.Storage;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

public sealed class SubmissionTests(GrainsHost host)
{
    [Fact]
    public async Task A_photo_sent_again_is_the_same_photo_and_processing_is_owed_once()
    {
        var scene = await Scene.Create(host);
        var photo = scene.Photo(await scene.Volunteer());

        (await scene.Submission(photo.Id).Submit(photo)).ShouldBeOfType<SubmitOutcome.Received>();
        (await scene.Submission(photo.Id).Submit(photo)).ShouldBeOfType<SubmitOutcome.Repeated>();
        (await scene.Submission(photo.Id).Submit(photo with { Upload = Scene.Digest("another") })).ShouldBeOfType<SubmitOutcome.Conflict>();
        (await host.Open(WorkKind.ProcessPhoto, photo.Id.ToString())).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_activations_that_are_sent_a_photo_one_takes_it_in_and_the_other_hears_of_it()
    {
        var scene = await Scene.Create(host);
        var photo = scene.Photo(await scene.Volunteer());
        (await scene.Submission(photo.Id).Get()).ShouldBeNull();
        (await scene.SubmissionElsewhere(photo.Id).Get()).ShouldBeNull();

        (await scene.Submission(photo.Id).Submit(photo)).ShouldBeOfType<SubmitOutcome.Received>();
        await Should.ThrowAsync<InconsistentStateException>(() => scene.SubmissionElsewhere(photo.Id).Submit(photo));

        (await scene.SubmissionElsewhere(photo.Id).Submit(photo)).ShouldBeOfType<SubmitOutcome.Repeated>();
        (await scene.Rows<SubmissionState>(row => row.Id == photo.Id)).ShouldHaveSingleItem();
        (await host.Open(WorkKind.ProcessPhoto, photo.Id.ToString())).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_processed_photo_waits_for_review_and_its_work_is_done()
    {
        var scene = await Scene.Create(host);
        var id = await scene.Received(await scene.Volunteer());
        var ticket = await host.Claim(WorkKind.ProcessPhoto, id.ToString());

        (await scene.Submission(id).Processed(ticket, Scene.Findings("a tree"), sweepMark: 0)).ShouldBeTrue();
        (await scene.Submission(id).Processed(ticket, Scene.Findings("another tree"), sweepMark: 0)).ShouldBeFalse();

        var processed = await scene.Get(id);
        processed.Status.ShouldBe(SubmissionStatus.InReview);
        processed.Findings.ShouldBe(Scene.Findings("a tree"));
        (await scene.Rows<WorkItem>(work => work.Id == ticket.Id)).ShouldHaveSingleItem().DoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_was_cut_off_and_comes_back_is_refused()
    {
        var scene = await Scene.Create(host);
        var id = await scene.Received(await scene.Volunteer());
        var stalled = await host.ClaimAndStall(WorkKind.ProcessPhoto, id.ToString());
        var heir = await host.Claim(WorkKind.ProcessPhoto, id.ToString());

        (await scene.Submission(id).Unusable(stalled, RejectionCode.CannotProcess)).ShouldBeFalse();
        (await scene.Submission(id).Processed(stalled, Scene.Findings($"stalled {id}"), sweepMark: 0)).ShouldBeFalse();
        (await scene.Get(id)).Status.ShouldBe(SubmissionStatus.Received);
        (await scene.Submission(id).Processed(heir, Scene.Findings($"heir {id}"), sweepMark: 0)).ShouldBeTrue();
        (await scene.Get(id)).Status.ShouldBe(SubmissionStatus.InReview);
    }

    [Fact]
    public async Task A_photo_that_cannot_be_used_says_why()
    {
        var scene = await Scene.Create(host);
        var id = await scene.Received(await scene.Volunteer());

        (await scene.Submission(id).Unusable(await host.Claim(WorkKind.ProcessPhoto, id.ToString()), RejectionCode.TooDark)).ShouldBeTrue();

        var rejected = await scene.Get(id);
        rejected.Status.ShouldBe(SubmissionStatus.Rejected);
        rejected.Rejection.ShouldBe(RejectionCode.TooDark);
        (await host.Open(WorkKind.ProcessPhoto, id.ToString())).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_photo_taken_back_while_it_is_processed_stays_taken_back()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var id = await scene.Received(volunteer);
        var ticket = await host.Claim(WorkKind.ProcessPhoto, id.ToString());

        (await scene.Submission(id).Withdraw(volunteer.Id)).ShouldNotBeNull().Status.ShouldBe(SubmissionStatus.Withdrawn);
        (await scene.Submission(id).Processed(ticket, Scene.Findings(id.ToString()), sweepMark: 0)).ShouldBeTrue();

        (await scene.Get(id)).Status.ShouldBe(SubmissionStatus.Withdrawn);
        (await scene.Rows<PhotoHash>(hash => hash.Submission == id)).ShouldBeEmpty();
        (await host.Open(WorkKind.ProcessPhoto, id.ToString())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_takes_back_the_photo_of_somebody_else()
    {
        var scene = await Scene.Create(host);
        var id = await scene.InReview(await scene.Volunteer());

        (await scene.Submission(id).Withdraw((await scene.Volunteer()).Id)).ShouldBeNull();
        (await scene.Submission(new SubmissionId(Guid.CreateVersion7())).Withdraw(new VolunteerId(Guid.NewGuid()))).ShouldBeNull();
        (await scene.Get(id)).Status.ShouldBe(SubmissionStatus.InReview);
    }

    [Fact]
    public async Task Only_accepted_test_photos_are_locked_as_anchor_and_then_stay()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var waiting = await scene.InReview(volunteer);
        (await scene.Submission(waiting).LockAsAnchor()).ShouldBeFalse();

        var photos = new List<SubmissionState>();
        for (var day = 0; day < 3; day++)
        {
            photos.Add(await scene.Accepted(volunteer, capturedAt: Scene.Noon.AddDays(day)));
        }

        var test = photos.Single(photo => photo.Split == Split.Test);
        foreach (var photo in photos)
        {
            (await scene.Submission(photo.Id).LockAsAnchor()).ShouldBe(photo == test);
        }

        (await scene.Submission(test.Id).LockAsAnchor()).ShouldBeTrue();
        (await scene.Submission(test.Id).Review(Scene.Reject)).ShouldBe(new ReviewOutcome.Refused("locked-as-anchor"));
    }
}
