using System.Net;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Submissions;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class ReviewTests(ApiHost host)
{
    [Fact]
    public async Task The_queue_has_what_waits_oldest_first_and_by_label()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var apple = await stage.InReview(volunteer);
        await stage.Accepted(volunteer);
        var pear = await stage.InReview(volunteer, "Pear");

        var queue = await host.Curator.Get<Page<ReviewItem>>($"{stage.Path}/reviews");
        queue.Items.Select(item => (item.Submission, item.Label)).ShouldBe([(apple, "Apple"), (pear, "Pear")]);
        (await host.Curator.GetAsync(queue.Items[0].Thumbnail)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Curator.Get<Page<ReviewItem>>($"{stage.Path}/reviews?label=Pear")).Items.Single().Submission.ShouldBe(pear);
        await (await host.Curator.GetAsync($"{stage.Path}/reviews?label=Plum")).IsProblem(ProblemTypes.UnknownLabel);
    }

    [Fact]
    public async Task A_curator_accepts_corrects_and_rejects()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = await stage.InReview(volunteer);
        var review = $"{stage.Path}/reviews/{id}";

        var corrected = await (await host.Curator.Put(review, new ReviewRequest(ReviewVerdict.Accept, Label: "Pear")))
            .Is<ReviewedResponse>(HttpStatusCode.OK);
        (corrected.Status, corrected.Label).ShouldBe((SubmissionStatus.Accepted, "Pear"));

        await (await host.Curator.Put(review, new ReviewRequest(ReviewVerdict.Reject, RejectionCode.NoObject))).Has(HttpStatusCode.OK);
        var seen = await volunteer.Get<SubmissionResponse>(stage.Submission(id));
        (seen.Status, seen.Reason!.Code, seen.Points).ShouldBe((SubmissionStatus.Rejected, "no-object", 0));
    }

    [Fact]
    public async Task A_verdict_that_cannot_be_is_refused()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = await stage.InReview(volunteer);
        var review = $"{stage.Path}/reviews/{id}";
        (await (await host.Curator.Put(review, new ReviewRequest(ReviewVerdict.Reject))).IsProblem(ProblemTypes.InvalidRequest))
            .Errors!.Keys.ShouldBe(["rejection"]);
        await (await host.Curator.Put(review, new ReviewRequest(ReviewVerdict.Reject, "because"))).IsProblem(ProblemTypes.InvalidRequest);
        await (await host.Curator.Put(review, new ReviewRequest(ReviewVerdict.Accept, "no-object"))).IsProblem(ProblemTypes.InvalidRequest);
        await (await host.Curator.Put(review, new ReviewRequest(ReviewVerdict.Accept, Label: "Plum"))).IsProblem(ProblemTypes.UnknownLabel);
        await (await host.Curator.Put($"{stage.Path}/reviews/{Guid.NewGuid()}", new ReviewRequest(ReviewVerdict.Accept)))
            .IsProblem(ProblemTypes.NotFound);

        var raw = Guid.CreateVersion7();
        await (await stage.Send(volunteer, raw, "still raw")).Has(HttpStatusCode.Created);
        await (await host.Curator.Put($"{stage.Path}/reviews/{raw}", new ReviewRequest(ReviewVerdict.Accept))).IsProblem(ProblemTypes.NotReviewable);
    }

    [Fact]
    public async Task Each_verdict_of_many_is_answered_for_itself_in_order()
    {
        var stage = await Stage.Create(host);
        var elsewhere = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var good = await stage.InReview(volunteer);
        var bad = await stage.InReview(volunteer);
        var foreign = await elsewhere.InReview(await elsewhere.Volunteer());
        var answer = await (await host.Curator.Post($"{stage.Path}/reviews/bulk", new BulkReviewRequest(
        [
            new BulkReviewItem(good, ReviewVerdict.Accept),
            new BulkReviewItem(foreign, ReviewVerdict.Accept),
            new BulkReviewItem(bad, ReviewVerdict.Reject, RejectionCode.PersonVisible),
        ]))).Is<BulkReviewResponse>(HttpStatusCode.OK);
        answer.Items.Select(item => (item.Submission, item.Status, item.Problem?.Type)).ShouldBe(
        [
            (good, SubmissionStatus.Accepted, null),
            (foreign, null, ProblemTypes.NotFound.Uri),
            (bad, SubmissionStatus.Rejected, null),
        ]);
        (await host.Curator.Get<Page<ReviewItem>>($"{elsewhere.Path}/reviews")).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_bulk_has_500_verdicts_at_most_and_one_per_photo()
    {
        var stage = await Stage.Create(host);
        var id = Guid.NewGuid();
        foreach (var items in new BulkReviewItem[][]
        {
            [],
            [.. Enumerable.Range(0, 501).Select(_ => new BulkReviewItem(Guid.NewGuid(), ReviewVerdict.Accept))],
            [new BulkReviewItem(id, ReviewVerdict.Accept), new BulkReviewItem(id, ReviewVerdict.Accept)],
        })
        {
            await (await host.Curator.Post($"{stage.Path}/reviews/bulk", new BulkReviewRequest(items))).IsProblem(ProblemTypes.InvalidRequest);
        }

        await (await host.Curator.PostText($"{stage.Path}/reviews/bulk", """{"items":[{"submission":"x","verdict":"accept"}]}"""))
            .IsProblem(ProblemTypes.MalformedBody);
    }

    [Fact]
    public async Task Accepted_test_photos_are_locked_and_stay_as_they_are()
    {
        var stage = await Stage.Create(host);
        var ids = new List<Guid>();
        // A contributor each, so that photos fall into different groups and some into the test set.
        for (var photo = 0; photo < 8; photo++)
        {
            ids.Add(await stage.Accepted(await stage.Volunteer()));
        }

        var answer = await (await host.Curator.Put($"{stage.Path}/anchor", new AnchorRequest([.. ids, Guid.NewGuid()])))
            .Is<AnchorResponse>(HttpStatusCode.OK);
        answer.Locked.ShouldNotBeEmpty();
        answer.Locked.ShouldBeSubsetOf(ids);
        answer.PassedOver.Count.ShouldBe(9 - answer.Locked.Count);
        (await host.Curator.Get<AnchorCount>($"{stage.Path}/anchor")).ShouldBe(new AnchorCount(answer.Locked.Count, 1));
        await (await host.Curator.Put(
            $"{stage.Path}/reviews/{answer.Locked[0]}", new ReviewRequest(ReviewVerdict.Reject, RejectionCode.NoObject)))
            .IsProblem(ProblemTypes.LockedAsAnchor);
        await (await host.Curator.Put($"{stage.Path}/anchor", new AnchorRequest([]))).IsProblem(ProblemTypes.InvalidRequest);
    }
}
