using System.Net;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Work;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Missions;
using Crowdsource.Protocol.Models;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Releases;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class NightTests(ApiHost host)
{
    [Fact]
    public async Task A_night_starts_once_and_shows_where_it_is()
    {
        var stage = await Stage.Create(host);
        var response = await host.Owner.Post($"{stage.Path}/nights", new StartNightRequest(7));
        var night = await response.Is<NightResponse>(HttpStatusCode.Accepted);
        (night.Number, night.Phase, night.Ended, night.Seed).ShouldBe((1, NightPhase.Scheduled, false, 7));
        response.Headers.Location!.OriginalString.ShouldBe($"{stage.Path}/nights/1");

        var again = await (await host.Owner.PostAsync($"{stage.Path}/nights", null)).Is<NightResponse>(HttpStatusCode.Accepted);
        again.Number.ShouldBe(1);
        (await host.Curator.Get<NightResponse>($"{stage.Path}/nights/1")).ShouldBeEquivalentTo(night);
        await (await host.Owner.Post($"{stage.Path}/nights", new StartNightRequest(-1))).IsProblem(ProblemTypes.InvalidRequest);
        (await host.Curator.Get<Page<NightResponse>>($"{stage.Path}/nights")).Items.Single().ShouldBeEquivalentTo(night);
    }

    [Fact]
    public async Task A_night_is_cancelled_and_owes_nothing_any_more()
    {
        var stage = await Stage.Create(host);
        await (await host.Owner.Post($"{stage.Path}/nights", new StartNightRequest(7))).Has(HttpStatusCode.Accepted);
        await (await host.Curator.PostAsync($"{stage.Path}/nights/1/cancel", null)).IsProblem(ProblemTypes.Forbidden);
        await (await host.Owner.PostAsync($"{stage.Path}/nights/2/cancel", null)).IsProblem(ProblemTypes.NotFound);

        var cancelled = await (await host.Owner.PostAsync($"{stage.Path}/nights/1/cancel", null)).Is<NightResponse>(HttpStatusCode.OK);

        (cancelled.Phase, cancelled.Ended, cancelled.Reasons.Single().Code).ShouldBe((NightPhase.Cancelled, true, "cancelled"));
        (await host.Work.Open(WorkKind.RunNight, 1000, TestContext.Current.CancellationToken)).ShouldNotContain(work => work.Subject == $"{stage.Campaign}/1");
        await (await host.Owner.PostAsync($"{stage.Path}/nights/1/cancel", null)).Has(HttpStatusCode.OK);

        // The next one starts as if there had been none, and once it has a verdict it keeps it.
        (await stage.Promoted()).Number.ShouldBe(2);
        await (await host.Owner.PostAsync($"{stage.Path}/nights/2/cancel", null)).IsProblem(ProblemTypes.NightEnded);
    }

    [Fact]
    public async Task A_promoted_night_reports_and_leaves_its_models()
    {
        var stage = await Stage.Create(host);
        var night = await stage.Promoted();
        (night.Phase, night.Ended, night.Version).ShouldBe((NightPhase.Promoted, true, 1));
        night.Report!.Strategy.ShouldBe("linear-head");
        night.Report.Top1Interval.ShouldBe(new IntervalDocument(0.8, 0.95));
        night.Report.Labels.ShouldContain(new LabelRecallResponse("Pear", 100, 0.1));

        var model = await host.App.Get<ModelResponse>($"{stage.Path}/models/1");
        model.Night.ShouldBe(1);
        model.Metrics.ShouldBeEquivalentTo(night.Report);
        (await host.App.Get<Page<ModelResponse>>($"{stage.Path}/models")).Items.Single().ShouldBeEquivalentTo(model);
        var file = model.Artifacts.Single().Files.Single();
        var bytes = await host.App.GetByteArrayAsync($"{stage.Path}/models/1/artifacts/onnx/fp32/{file.Path}");
        bytes.ShouldBe(Photos.Jpeg($"model {stage.Campaign}"));
        foreach (var artifact in night.Report.Artifacts)
        {
            (await host.Owner.GetByteArrayAsync($"{stage.Path}/nights/1/artifacts/{artifact}")).ShouldBe(bytes);
        }
    }

    [Theory]
    [InlineData("nights/9")]
    [InlineData("nights/9/artifacts/candidate")]
    [InlineData("nights/1/artifacts/champion")]
    [InlineData("models/9")]
    [InlineData("models/9/artifacts/onnx/fp32/model.onnx")]
    [InlineData("models/1/artifacts/onnx/int3/model.onnx")]
    [InlineData("channels/nightly")]
    [InlineData("channels/Not-A-Slug")]
    public async Task What_no_night_made_is_not_found(string path)
    {
        var stage = await Stage.Create(host);
        await (await host.Owner.Post($"{stage.Path}/nights", new StartNightRequest())).Has(HttpStatusCode.Accepted);
        await (await host.Owner.GetAsync($"{stage.Path}/{path}")).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task A_photo_is_answered_with_the_likeliest_labels_first()
    {
        var stage = await Stage.Create(host);
        var answer = await (await host.App.PostAsync($"{stage.Path}/models/1/predictions", new ByteArrayContent(Photos.Jpeg("apple"))))
            .Is<PredictionResponse>(HttpStatusCode.OK);
        answer.Labels.ShouldBe([new LabelProbability("Apple", 0.9), new LabelProbability("Pear", 0.1)]);

        await (await host.App.PostAsync($"{stage.Path}/models/2/predictions", new ByteArrayContent(Photos.Jpeg("apple"))))
            .IsProblem(ProblemTypes.NotFound);
        await (await host.App.PostAsync($"{stage.Path}/models/1/predictions", new ByteArrayContent([0]))).IsProblem(ProblemTypes.UnreadablePhoto);
        await (await host.App.PostAsync($"{stage.Path}/models/1/predictions", new ByteArrayContent([]))).IsProblem(ProblemTypes.EmptyBody);
    }

    [Fact]
    public async Task A_release_is_offered_withdrawn_and_remembered()
    {
        var stage = await Stage.Create(host);
        await stage.Promoted();
        var channel = $"{stage.Path}/channels/beta";
        var offered = await (await host.Owner.Put($"{channel}/release", new ReleaseRequest(1))).Is<ChannelResponse>(HttpStatusCode.OK);
        offered.Current!.Version.ShouldBe(1);
        await (await host.Owner.Put($"{channel}/release", new ReleaseRequest(2))).IsProblem(ProblemTypes.NotFound);
        await (await host.Owner.Put($"{channel}/release", new ReleaseRequest(0))).IsProblem(ProblemTypes.InvalidRequest);
        await (await host.Owner.DeleteAsync($"{channel}/release?version=2")).IsProblem(ProblemTypes.NotReleased);
        await (await host.Owner.DeleteAsync($"{channel}/release")).IsProblem(ProblemTypes.InvalidRequest);

        var withdrawn = await (await host.Owner.DeleteAsync($"{channel}/release?version=1")).Is<ChannelResponse>(HttpStatusCode.OK);
        withdrawn.Current.ShouldBeNull();
        withdrawn.Withdrawn.ShouldBe([1]);
        withdrawn.History.Select(entry => (entry.Version, entry.Event, entry.By)).ShouldBe([(1, "withdrawn", "Owner"), (1, "released", "Owner")]);
        (await host.Curator.Get<ChannelResponse>(channel)).ShouldBeEquivalentTo(withdrawn);
    }

    [Fact]
    public async Task A_receipt_counts_once()
    {
        var stage = await Stage.Create(host);
        var receipt = new ReceiptRequest(Guid.NewGuid(), "stable", Guid.NewGuid(), 1, ReceiptKind.Activated);
        var path = $"{stage.Path}/receipts";
        var first = await (await host.App.Post(path, receipt)).Is<ReceiptResponse>(HttpStatusCode.Created);
        var again = await (await host.App.Post(path, receipt)).Is<ReceiptResponse>(HttpStatusCode.OK);
        again.ShouldBe(first);
        await (await host.App.Post(path, receipt with { Kind = ReceiptKind.RolledBack })).IsProblem(ProblemTypes.ReceiptConflict);
        (await (await host.App.PostText(path, "{}")).IsProblem(ProblemTypes.InvalidRequest))
            .Errors!.Keys.ShouldBe(["id", "channel", "device", "version", "kind"], ignoreOrder: true);
    }

    [Fact]
    public async Task Missions_ask_for_what_is_short_for_what_is_recognised_badly_and_for_what_is_confused()
    {
        var stage = await Stage.Create(host);
        var before = await host.Anonymous.Get<MissionsResponse>($"{stage.Path}/missions");
        before.Night.ShouldBeNull();
        before.Missions.Select(mission => (mission.Label, mission.Need)).ShouldBe([("Apple", 1.0), ("Pear", 1.0)]);

        var volunteer = await stage.Volunteer();
        for (var pear = 0; pear < 10; pear++)
        {
            await stage.Accepted(volunteer, "Pear");
        }

        await stage.Promoted();
        var after = await host.Anonymous.Get<MissionsResponse>($"{stage.Path}/missions");
        after.Night.ShouldBe(1);
        after.Missions.Select(mission => (mission.Label, mission.Accepted, mission.Reason)).ShouldBe(
            [("Apple", 0, MissionReason.FewPhotos), ("Pear", 10, MissionReason.WeakRecall), ("Pear", 10, MissionReason.Confused)]);
        after.Missions[1].Need.ShouldBeInRange(0.8, 0.9);
        after.Missions[2].Confusion.ShouldBe(new ConfusionResponse("Apple", "Whole.", 90, 200));
        after.Missions.Take(2).ShouldAllBe(mission => mission.Confusion == null);
    }
}
