using System.Net;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

/// <summary>The curators' queue, its clusters, and verdicts on many photos.</summary>
public sealed class QueueTests(ApiHost host)
{
    [Fact]
    public async Task The_queue_is_filtered_by_volunteer_quality_cluster_and_age()
    {
        var stage = await Stage.Create(host);
        var name = host.Fresh("Otter");
        var (otter, owl) = (await stage.Volunteer(pseudonym: name), await stage.Volunteer());
        var soft = await stage.InReview(otter, found: Sharp(10));
        var fair = await stage.InReview(otter, "Pear", Sharp(100));
        var sharp = await stage.InReview(owl, found: Sharp(800));
        var all = (await Queue(stage, "")).Items;
        var items = all.ToDictionary(item => item.Submission);

        all.Select(item => item.Submission).ShouldBe([soft, fair, sharp]);
        (items[soft].Quality < items[fair].Quality && items[fair].Quality < items[sharp].Quality).ShouldBeTrue();
        (await Ids(stage, $"volunteer={name.ToUpperInvariant()}")).ShouldBe([soft, fair]);
        (await Ids(stage, $"volunteer={items[sharp].Contributor}")).ShouldBe([sharp]);
        (await Ids(stage, "volunteer=Nobody")).ShouldBeEmpty();
        (await Ids(stage, Invariant($"minQuality={items[fair].Quality}"))).ShouldBe([fair, sharp]);
        (await Ids(stage, Invariant($"maxQuality={items[fair].Quality}&label=Pear"))).ShouldBe([fair]);
        (await Ids(stage, $"cluster={items[sharp].Cluster}")).ShouldBe([sharp]);
        (await Ids(stage, $"newerThan={items[soft].ReceivedAt:O}".Replace("+", "%2B"))).ShouldBe([fair, sharp]);
        (await Ids(stage, $"olderThan={items[sharp].ReceivedAt:O}".Replace("+", "%2B"))).ShouldBe([soft, fair]);
        (await (await host.Curator.GetAsync($"{stage.Path}/reviews?minQuality=2&maxQuality=-1&sort=beauty")).IsProblem(ProblemTypes.InvalidRequest))
            .Errors!.Keys.ShouldBe(["minQuality", "maxQuality", "sort"], ignoreOrder: true);
    }

    [Fact]
    public async Task Sorted_by_quality_every_photo_is_on_one_page_though_the_last_one_of_a_page_is_decided_on()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        List<Guid> ids = [];
        foreach (var sharpness in new[] { 50, 400, 100, 400, 25, 200 })
        {
            ids.Add(await stage.InReview(volunteer, found: Sharp(sharpness)));
        }

        List<Guid> seen = [];
        var page = await Queue(stage, "sort=quality&limit=2");
        while (true)
        {
            seen.AddRange(page.Items.Select(item => item.Submission));
            await (await host.Curator.Put($"{stage.Path}/reviews/{seen[^1]}", new ReviewRequest(ReviewVerdict.Accept))).Has(HttpStatusCode.OK);
            if (page.Next is null)
            {
                break;
            }

            page = await Queue(stage, $"sort=quality&limit=2&after={page.Next}");
        }

        seen.ShouldBe([ids[3], ids[1], ids[5], ids[2], ids[0], ids[4]]);
    }

    [Fact]
    public async Task Sorted_by_cluster_the_photos_of_one_thing_stand_together()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var front = await stage.InReview(volunteer, found: Sharp(100, hash: 0));
        var other = await stage.InReview(volunteer, found: Sharp(100, hash: -1));
        var side = await stage.InReview(volunteer, found: Sharp(100, hash: 0xff));

        var first = await Queue(stage, "sort=cluster&limit=2");
        var last = await Queue(stage, $"sort=cluster&limit=2&after={first.Next}");

        first.Items.Select(item => (item.Submission, item.InCluster)).ShouldBe([(other, 1), (side, 2)]);
        last.Items.Select(item => (item.Submission, item.Cluster)).ShouldBe([(front, first.Items[1].Cluster)]);
    }

    [Fact]
    public async Task Of_a_cluster_the_best_is_kept_and_the_others_are_its_duplicates_until_that_is_undone()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var soft = await stage.InReview(volunteer, found: Sharp(20, hash: 0));
        var sharp = await stage.InReview(volunteer, found: Sharp(400, hash: 0xff));
        var fair = await stage.InReview(volunteer, found: Sharp(100, hash: 0xff00));
        var cluster = (await Queue(stage, "")).Items[0].Cluster;

        var answer = await Bulk(stage, new BulkReviewRequest(KeepBest: [cluster]));

        answer.Items.Select(item => (item.Submission, item.Status)).ShouldBe(
            [(sharp, SubmissionStatus.Accepted), (fair, SubmissionStatus.Duplicate), (soft, SubmissionStatus.Duplicate)]);
        (await Bulk(stage, new BulkReviewRequest(KeepBest: [cluster]))).Items.ShouldBeEmpty();
        (await Ids(stage, "")).ShouldBeEmpty();

        var undone = await (await host.Curator.PostAsync($"{stage.Path}/reviews/undo/{answer.Undo}", null)).Is<BulkReviewResponse>(HttpStatusCode.OK);
        undone.Items.ShouldAllBe(item => item.Status == SubmissionStatus.InReview);
        (await Ids(stage, "")).ShouldBe([soft, sharp, fair]);
        (await volunteer.Get<VolunteerResponse>("/api/v1/volunteers/me")).Points.ShouldBe(0);
    }

    [Fact]
    public async Task A_bulk_is_undone_once_where_nothing_else_happened_by_who_made_it_or_an_owner()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var (stays, changes, repeated) = (await stage.InReview(volunteer), await stage.InReview(volunteer), await stage.Accepted(volunteer));
        var answer = await Bulk(stage, new BulkReviewRequest(
            [.. new[] { stays, changes, repeated }.Select(id => new BulkReviewItem(id, ReviewVerdict.Accept))]));
        await (await host.Curator.Put($"{stage.Path}/reviews/{changes}", new ReviewRequest(ReviewVerdict.Reject, RejectionCode.NoObject)))
            .Has(HttpStatusCode.OK);
        var undo = $"{stage.Path}/reviews/undo/{answer.Undo}";

        await (await host.Owner.PostAsync($"{stage.Path}/reviews/undo/{Guid.NewGuid()}", null)).IsProblem(ProblemTypes.NotFound);
        await (await (await host.Staff(Domain.Access.TokenScope.Curator, "Another curator")).PostAsync(undo, null)).IsProblem(ProblemTypes.Forbidden);
        var undone = await (await host.Owner.PostAsync(undo, null)).Is<BulkReviewResponse>(HttpStatusCode.OK);
        undone.Items.Select(item => (item.Submission, item.Status, item.Problem?.Type)).ShouldBe(
            [(stays, SubmissionStatus.InReview, null), (changes, null, ProblemTypes.ChangedSince.Uri)], ignoreOrder: true);
        undone.Undo.ShouldBeNull();
        (await (await host.Curator.PostAsync(undo, null)).Is<BulkReviewResponse>(HttpStatusCode.OK))
            .Items.ShouldAllBe(item => item.Problem!.Type == ProblemTypes.ChangedSince.Uri);
    }

    [Fact]
    public async Task Accepted_photos_whose_label_is_doubted_are_a_queue_of_their_own_the_most_suspicious_first()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var (slightly, fairly, surely) = (await stage.Accepted(volunteer), await stage.Accepted(volunteer, "Pear"), await stage.Accepted(volunteer));
        await stage.InReview(volunteer);
        await stage.Promoted(doubted: [(slightly, 0.5), (surely, 0.9), (fairly, 0.7)]);

        var first = await Queue(stage, "suspected=true&limit=2");
        var last = await Queue(stage, $"suspected=true&limit=2&after={first.Next}");

        first.Items.Select(item => (item.Submission, item.Label)).ShouldBe([(surely, "Apple"), (fairly, "Pear")]);
        first.Items[0].Suspicion.ShouldBe(new SuspicionResponse("Pear", 0.9, 0.1, 1));
        last.Items.ShouldHaveSingleItem().Submission.ShouldBe(slightly);
        (await Ids(stage, "suspected=true&label=Pear")).ShouldBe([fairly]);
        (await (await host.Curator.GetAsync($"{stage.Path}/reviews?suspected=true&sort=age")).IsProblem(ProblemTypes.InvalidRequest))
            .Errors!.Keys.ShouldBe(["sort"]);

        await (await host.Curator.Put($"{stage.Path}/reviews/{surely}", new ReviewRequest(ReviewVerdict.Accept))).Has(HttpStatusCode.OK);
        await (await host.Curator.Put($"{stage.Path}/reviews/{fairly}", new ReviewRequest(ReviewVerdict.Accept, Label: "Apple"))).Has(HttpStatusCode.OK);
        (await Ids(stage, "suspected=true")).ShouldBe([slightly]);
    }

    private static Func<PhotoFindings, PhotoFindings> Sharp(double sharpness, long? hash = null) =>
        findings => findings with { Sharpness = sharpness, PerceptualHash = hash ?? findings.PerceptualHash };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private async Task<BulkReviewResponse> Bulk(Stage stage, BulkReviewRequest request) =>
        await (await host.Curator.Post($"{stage.Path}/reviews/bulk", request)).Is<BulkReviewResponse>(HttpStatusCode.OK);

    private Task<Page<ReviewItem>> Queue(Stage stage, string query) => host.Curator.Get<Page<ReviewItem>>($"{stage.Path}/reviews?{query}");

    private async Task<IReadOnlyList<Guid>> Ids(Stage stage, string query) => [.. (await Queue(stage, query)).Items.Select(item => item.Submission)];
}
