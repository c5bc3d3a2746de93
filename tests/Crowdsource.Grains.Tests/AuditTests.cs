using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Audit;
using Crowdsource.Domain.Campaigns;
using Orleans.Storage;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

public sealed class AuditTests(GrainsHost host)
{
    [Fact]
    public async Task What_staff_decide_is_signed_once_though_several_grains_write()
    {
        var scene = await Scene.Create(host);
        var id = await scene.InReview(await scene.Volunteer());
        var action = Action("ReviewSubmission");

        await Signed(action, () => scene.Review(id, Scene.Accept));

        var row = (await Rows(scene, action)).ShouldHaveSingleItem();
        (row.Actor, row.Name, row.Action, row.Subject, row.Outcome, row.Correlation).ShouldBe(
            (action.Actor, "ada", "ReviewSubmission", $"submission/{id}", AuditEntry.Done, "trace"));
    }

    [Fact]
    public async Task What_is_not_written_is_not_signed()
    {
        var scene = await Scene.Create(host);
        var elsewhere = host.Elsewhere.GetGrain<ICampaignGrain>(scene.Id.Value);
        (await elsewhere.Get()).ShouldNotBeNull();
        await scene.Campaign.Become(CampaignStatus.Paused);
        var action = Action("CloseCampaign");

        await Signed(action, () => Should.ThrowAsync<InconsistentStateException>(() => elsewhere.Become(CampaignStatus.Closed)));
        (await Rows(scene, action)).ShouldBeEmpty();

        await Signed(action, () => elsewhere.Become(CampaignStatus.Closed));
        (await Rows(scene, action)).ShouldHaveSingleItem().Campaign.ShouldBe(scene.Id);
        (await scene.Campaign.Edit(new EditCampaign("x", [], "", "", null), 1)).ShouldBeOfType<EditCampaignOutcome.Outdated>();
    }

    private static StaffAction Action(string name) => new(Guid.NewGuid(), Guid.NewGuid(), "ada", name, null, null, "trace");

    private static async Task Signed(StaffAction action, Func<Task> act)
    {
        RequestContext.Set(StaffAction.Key, action);
        await act();
        RequestContext.Remove(StaffAction.Key);
    }

    private static Task<List<AuditEntry>> Rows(Scene scene, StaffAction action) =>
        scene.Rows<AuditEntry>(entry => entry.Request == action.Request);
}
