using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Work;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

public sealed class ChannelTests(GrainsHost host)
{
    [Fact]
    public async Task A_night_s_release_is_carried_out_once()
    {
        var scene = await Scene.Create(host);
        await scene.Promoted();
        var ticket = await host.Claim(WorkKind.ReleaseModel, $"{scene.Id}/1");

        var first = (await scene.Stable.Release(1, Cohort.Places, "night 1", ticket)).ShouldNotBeNull();
        var again = (await scene.Stable.Release(1, Cohort.Places, "night 1", ticket)).ShouldNotBeNull();

        again.Current.ShouldBe(first.Current);
        (await Ledger(scene)).ShouldBe([("released", 1)]);
        (await host.Open(WorkKind.ReleaseModel, $"{scene.Id}/1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_release_that_a_newer_one_overtook_is_skipped_and_its_work_done()
    {
        var scene = await Scene.Create(host);
        await scene.Promoted();
        await scene.Promoted();
        var (late, newer) = (await host.Claim(WorkKind.ReleaseModel, $"{scene.Id}/1"), await host.Claim(WorkKind.ReleaseModel, $"{scene.Id}/2"));

        await scene.Stable.Release(2, Cohort.Places, "night 2", newer);
        (await scene.Stable.Release(1, Cohort.Places, "night 1", late)).ShouldNotBeNull().Current!.Version.ShouldBe(2);

        (await Ledger(scene)).ShouldBe([("released", 2)]);
        (await scene.Rows<WorkItem>(work => work.Id == late.Id)).ShouldHaveSingleItem().DoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_release_that_was_handed_to_somebody_else_is_not_carried_out_twice()
    {
        var scene = await Scene.Create(host);
        await scene.Promoted();
        var stalled = await host.ClaimAndStall(WorkKind.ReleaseModel, $"{scene.Id}/1");
        var heir = await host.Claim(WorkKind.ReleaseModel, $"{scene.Id}/1");

        (await scene.Stable.Release(1, Cohort.Places, "night 1", stalled)).ShouldBeNull();
        (await Ledger(scene)).ShouldBeEmpty();
        (await scene.Stable.Release(1, Cohort.Places, "night 1", heir)).ShouldNotBeNull().Current!.Version.ShouldBe(1);
        (await Ledger(scene)).ShouldBe([("released", 1)]);
    }

    [Fact]
    public async Task What_people_withdrew_no_night_brings_back_and_people_may()
    {
        var scene = await Scene.Create(host);
        await scene.Promoted();
        await scene.Promoted();
        await scene.Stable.Release(1, Cohort.Places, "ada", null);
        await scene.Stable.Release(2, Cohort.Places, "ada", null);

        (await scene.Stable.Withdraw(1, "ada")).ShouldBeNull();
        (await scene.Stable.Withdraw(2, "ada")).ShouldNotBeNull().Current!.Version.ShouldBe(1);
        var ticket = await host.Claim(WorkKind.ReleaseModel, $"{scene.Id}/2");
        (await scene.Stable.Release(2, Cohort.Places, "night 2", ticket)).ShouldNotBeNull().Current!.Version.ShouldBe(1);
        (await scene.Stable.Release(2, Cohort.Places, "ada", null)).ShouldNotBeNull().Current!.Version.ShouldBe(2);

        (await Ledger(scene)).ShouldBe([("released", 1), ("released", 2), ("withdrawn", 2), ("released", 2)]);
    }

    [Fact]
    public async Task A_version_is_tried_on_a_share_before_all_get_it_and_the_ledger_tells()
    {
        var scene = await Scene.Create(host);
        await scene.Promoted();
        await scene.Promoted();
        await scene.Stable.Release(1, Cohort.Places, "ada", null);

        var tried = (await scene.Stable.Release(2, 500, "ada", null)).ShouldNotBeNull();
        (tried.Current!.Version, tried.Trial!.Version, tried.Trial.Share).ShouldBe((1, 2, 500));
        await scene.Stable.Release(2, 500, "ada", null);
        await scene.Stable.Release(2, 2500, "ada", null);
        var all = (await scene.Stable.Release(2, Cohort.Places, "ada", null)).ShouldNotBeNull();
        (all.Current!.Version, all.Trial).ShouldBe((2, null));
        (await scene.Stable.Release(2, 500, "ada", null)).ShouldNotBeNull().Trial.ShouldBeNull("all have it");

        (await Ledger(scene)).ShouldBe([("released", 1), ("tried", 2), ("tried", 2), ("released", 2)]);
        var id = scene.Id;
        (await scene.Rows<ReleaseEntry>(entry => entry.Campaign == id)).Select(entry => entry.Share).ShouldBe([null, 500, 2500, null]);
    }

    [Fact]
    public async Task A_version_that_does_not_exist_is_not_released()
    {
        var scene = await Scene.Create(host);
        await scene.Promoted();

        (await scene.Stable.Release(2, Cohort.Places, "ada", null)).ShouldBeNull();
        (await scene.Stable.Get()).ShouldBeNull();
        (await scene.Stable.Withdraw(1, "ada")).ShouldBeNull();
    }

    private static async Task<List<(string, int)>> Ledger(Scene scene)
    {
        var id = scene.Id;
        return [.. (await scene.Rows<ReleaseEntry>(entry => entry.Campaign == id)).Select(entry => (entry.Event, entry.Version))];
    }
}
