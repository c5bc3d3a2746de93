using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Work;
using Orleans.Storage;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

public sealed class NightTests(GrainsHost host)
{
    [Fact]
    public async Task While_a_night_is_open_that_one_is_answered()
    {
        var scene = await Scene.Create(host);

        var opened = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => scene.Campaign.OpenNight(scheduled: false, seed: 9)));

        opened.Select(night => night!.Id).Distinct().ShouldHaveSingleItem();
        opened[0]!.Seed.ShouldBe(9);
        var id = scene.Id;
        (await scene.Rows<NightState>(night => night.Campaign == id)).ShouldHaveSingleItem();
        (await host.Open(WorkKind.RunNight, $"{id}/1")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_activations_that_open_a_night_at_once_open_one()
    {
        var scene = await Scene.Create(host);
        var elsewhere = host.Elsewhere.GetGrain<ICampaignGrain>(scene.Id.Value);
        (await elsewhere.Get()).ShouldNotBeNull();

        await scene.Campaign.OpenNight(scheduled: false, seed: null);
        await Should.ThrowAsync<InconsistentStateException>(() => elsewhere.OpenNight(scheduled: false, seed: null));

        (await elsewhere.OpenNight(scheduled: false, seed: null)).ShouldNotBeNull().Number.ShouldBe(1);
        (await host.Open(WorkKind.RunNight, $"{scene.Id}/1")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_campaign_that_does_not_exist_has_no_night() =>
        (await host.Grains.GetGrain<ICampaignGrain>("no-such-campaign").OpenNight(scheduled: false, seed: null)).ShouldBeNull();

    [Fact]
    public async Task A_night_that_was_asked_for_too_early_is_found_once_it_is_open()
    {
        var scene = await Scene.Create(host);
        (await scene.Night(1).Get()).ShouldBeNull();

        var (night, _) = await scene.Begun();

        (await scene.Night(1).Get()).ShouldNotBeNull().Id.ShouldBe(night.Id);
    }

    [Fact]
    public async Task A_trainer_that_was_cut_off_changes_nothing_any_more()
    {
        var scene = await Scene.Create(host);
        await scene.Campaign.OpenNight(scheduled: false, seed: null);
        var night = scene.Night(1);
        var stalled = await host.ClaimAndStall(WorkKind.RunNight, $"{scene.Id}/1");
        (await night.Begin(stalled)).ShouldNotBeNull();
        (await night.Progress(stalled, NightPhase.Training, 0.5)).ShouldBeTrue();
        var heir = await host.Claim(WorkKind.RunNight, $"{scene.Id}/1");

        // The lease is lost already, although the heir has not begun.
        (await night.Conclude(stalled, Scene.Promotion(1))).ShouldBeNull();
        (await night.Begin(heir)).ShouldNotBeNull().Phase.ShouldBe(NightPhase.Snapshot);
        (await night.Begin(stalled)).ShouldBeNull();
        (await night.Progress(stalled, NightPhase.Exporting, 1)).ShouldBeFalse();
        (await night.Conclude(stalled, Scene.Promotion(1))).ShouldBeNull();

        (await night.Conclude(heir, Scene.Skipped)).ShouldNotBeNull().Phase.ShouldBe(NightPhase.Skipped);
        var id = scene.Id;
        (await scene.Rows<ModelVersion>(model => model.Campaign == id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_promoted_night_writes_its_version_and_owes_the_release_once()
    {
        var scene = await Scene.Create(host);
        var (night, ticket) = await scene.Begun();

        var ended = (await scene.Night(1).Conclude(ticket, Scene.Promotion(1))).ShouldNotBeNull();
        (await scene.Night(1).Conclude(ticket, Scene.Promotion(1))).ShouldBeNull();

        ended.Version.ShouldBe(1);
        ended.EndedAt.ShouldNotBeNull();
        var id = scene.Id;
        var model = (await scene.Rows<ModelVersion>(row => row.Campaign == id)).ShouldHaveSingleItem();
        model.Night.ShouldBe(night.Number);
        model.Artifacts.ShouldHaveSingleItem().Files.ShouldBe(Scene.Promotion(1).Artifacts[0].Files);
        (await host.Open(WorkKind.ReleaseModel, $"{id}/1")).Count.ShouldBe(1);
        (await host.Open(WorkKind.RunNight, $"{id}/1")).ShouldBeEmpty();
        (await scene.Stable.Get()).ShouldBeNull();
    }

    [Fact]
    public async Task Versions_count_promotions_and_nights_count_nights()
    {
        var scene = await Scene.Create(host);
        await scene.Promoted();
        var (skipped, ticket) = await scene.Begun();
        await scene.Night(skipped.Number).Conclude(ticket, Scene.Skipped);

        var third = await scene.Promoted();

        third.Number.ShouldBe(3);
        third.Version.ShouldBe(2);
        (await scene.Night(2).Get()).ShouldNotBeNull().Reasons.ShouldBe(Scene.Skipped.Reasons);
        (await host.Open(WorkKind.ReleaseModel, $"{scene.Id}/2")).Count.ShouldBe(1);
    }
}
