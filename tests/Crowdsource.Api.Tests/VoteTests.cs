using System.Net;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Submissions;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

/// <summary>Consensus by trusted volunteers.</summary>
public sealed class VoteTests(ApiHost host)
{
    private static readonly ReviewRequest s_accept = new(ReviewVerdict.Accept);
    private static readonly ReviewRequest s_reject = new(ReviewVerdict.Reject, RejectionCode.NoObject);

    [Fact]
    public async Task Only_trusted_volunteers_vote_and_only_where_the_owner_asks_for_it()
    {
        var stage = await Stage.Create(host);
        var (trusted, beginner) = (await Trusted(stage), await stage.Volunteer());
        var id = await stage.InReview(beginner);
        var next = $"{stage.Path}/reviews/next";

        await (await trusted.GetAsync(next)).IsProblem(ProblemTypes.TrustNeeded);
        (await (await host.Owner.Put($"{stage.Path}/consensus", new ConsensusDocument(0.1))).IsProblem(ProblemTypes.InvalidRequest))
            .Errors!.Keys.ShouldBe(["threshold"]);
        await Open(stage, 2);
        await (await beginner.GetAsync(next)).IsProblem(ProblemTypes.TrustNeeded);
        await (await beginner.Post(Votes(stage, id), s_accept)).IsProblem(ProblemTypes.TrustNeeded);
        var item = await trusted.Get<VoteItem>(next);
        (item.Submission, item.Label).ShouldBe((id, "Apple"));
        await (await trusted.GetAsync(item.Thumbnail)).Has(HttpStatusCode.OK);
        await (await beginner.GetAsync(item.Thumbnail)).IsProblem(ProblemTypes.TrustNeeded);

        await (await trusted.Post(Votes(stage, id), new ReviewRequest(ReviewVerdict.Accept, Label: "Plum"))).IsProblem(ProblemTypes.UnknownLabel);
        await (await trusted.Post(Votes(stage, id), s_accept)).Has(HttpStatusCode.NoContent);
        await (await trusted.Post(Votes(stage, id), s_reject)).IsProblem(ProblemTypes.AlreadyVoted);
        await (await trusted.GetAsync(next)).Has(HttpStatusCode.NoContent);
        await (await trusted.Post(Votes(stage, await stage.InReview(trusted)), s_accept)).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task Voters_who_agree_with_hidden_gold_decide_and_those_who_do_not_weigh_nothing()
    {
        var stage = await Stage.Create(host);
        await Open(stage, 1);
        var sender = await stage.Volunteer();
        List<Guid> gold = [];
        for (var photo = 0; photo < 4; photo++)
        {
            gold.Add(await stage.Accepted(sender));
        }

        var waits = await stage.InReview(sender);
        var marked = await (await host.Curator.Put($"{stage.Path}/gold", new AnchorRequest([.. gold, waits]))).Is<GoldResponse>(HttpStatusCode.OK);
        marked.Gold.ShouldBe(gold, ignoreOrder: true);
        marked.PassedOver.ShouldBe([waits]);
        var (wrong, ada, ben) = (await Trusted(stage), await Trusted(stage), await Trusted(stage));
        foreach (var (voter, verdict) in new[] { (wrong, s_reject), (ada, s_accept), (ben, s_accept) })
        {
            foreach (var photo in gold)
            {
                await (await voter.Post(Votes(stage, photo), verdict)).Has(HttpStatusCode.NoContent);
            }
        }

        await (await wrong.Post(Votes(stage, waits), s_reject)).Has(HttpStatusCode.NoContent);
        await (await ada.Post(Votes(stage, waits), s_accept with { Label = "Pear" })).Has(HttpStatusCode.NoContent);
        (await sender.Get<SubmissionResponse>(stage.Submission(waits))).Status.ShouldBe(SubmissionStatus.InReview);
        await (await ben.Post(Votes(stage, waits), s_accept with { Label = "Pear" })).Has(HttpStatusCode.NoContent);

        var decided = await sender.Get<SubmissionResponse>(stage.Submission(waits));
        (decided.Status, decided.Label, decided.Points).ShouldBe((SubmissionStatus.Accepted, "Pear", 20));
        await (await (await Trusted(stage)).Post(Votes(stage, waits), s_accept)).IsProblem(ProblemTypes.NotReviewable);
        (await sender.Get<SubmissionResponse>(stage.Submission(gold[0]))).Status.ShouldBe(SubmissionStatus.Accepted);

        await (await host.Curator.Put($"{stage.Path}/reviews/{waits}", s_reject)).Has(HttpStatusCode.OK);
        (await sender.Get<SubmissionResponse>(stage.Submission(waits))).Status.ShouldBe(SubmissionStatus.Rejected);
    }

    private static string Votes(Stage stage, Guid id) => $"{stage.Submission(id)}/votes";

    private async Task Open(Stage stage, double threshold)
    {
        await (await host.Owner.Put($"{stage.Path}/consensus", new ConsensusDocument(threshold))).Has(HttpStatusCode.OK);
        (await host.Curator.Get<ConsensusDocument>($"{stage.Path}/consensus")).Threshold.ShouldBe(threshold);
    }

    /// <summary>A volunteer of whom fifty photos were accepted; rows are copied rather than sent.</summary>
    private async Task<HttpClient> Trusted(Stage stage)
    {
        var volunteer = await stage.Volunteer();
        var id = await stage.Accepted(volunteer);
        var original = (await host.Catalogue.Read((db, token) => db.Load<SubmissionState>(new SubmissionId(id), token), CancellationToken.None))!.State;
        await host.Catalogue.Write(
            async (db, token) =>
            {
                db.AddRange(Enumerable.Range(0, 50).Select(_ => original with { Id = new SubmissionId(Guid.CreateVersion7()) }));
                return await db.SaveChangesAsync(token);
            },
            CancellationToken.None);
        return volunteer;
    }
}
