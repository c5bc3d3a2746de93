using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

public sealed class CampaignTests(GrainsHost host)
{
    [Fact]
    public async Task Labels_are_numbered_in_the_order_given_and_a_taken_name_stays_taken()
    {
        var scene = await Scene.Create(host);
        var created = (await scene.Campaign.Get()).ShouldNotBeNull();

        created.Labels.Select(label => (label.Id, label.Name)).ShouldBe([(Scene.Apple, "Apple"), (Scene.Pear, "Pear")]);
        created.NextNightAt.ShouldBeNull();
        (await scene.Campaign.Create(new CreateCampaign("Other", [], "", "", null))).ShouldBeOfType<CreateCampaignOutcome.Taken>();
        (await scene.Campaign.CopyFrom(scene.Id, "Copy")).ShouldBeOfType<CreateCampaignOutcome.Taken>();
        (await scene.Campaign.Get()).ShouldNotBeNull().Name.ShouldBe("Fruit");
    }

    [Fact]
    public async Task There_is_no_copy_of_what_does_not_exist()
    {
        var copy = Copy();

        (await copy.Campaign.CopyFrom(new CampaignId("no-such-campaign"), "Copy")).ShouldBeOfType<CreateCampaignOutcome.NoSource>();
        (await copy.Campaign.Get()).ShouldBeNull();
    }

    [Fact]
    public async Task A_copy_has_the_photos_splits_models_and_what_stable_offers()
    {
        var original = await Stocked();
        var copy = Copy();
        (await copy.Campaign.CopyFrom(original.Id, "What if")).ShouldBeOfType<CreateCampaignOutcome.Created>();

        Told(await Submissions(copy)).ShouldBe(
            Told((await Submissions(original)).Where(row =>
                row.Status is SubmissionStatus.Accepted or SubmissionStatus.InReview || SplitRules.StratumOf(row) == SplitRules.OutOfScope)), ignoreOrder: true);
        Groups(await SplitGroups(copy)).ShouldBe(Groups(await SplitGroups(original)), ignoreOrder: true);
        (await Splits(copy)).Total.ShouldBe((await Splits(original)).Total);
        var id = copy.Id;
        (await copy.Rows<ModelVersion>(model => model.Campaign == id)).ShouldHaveSingleItem().Version.ShouldBe(1);
        (await copy.Rows<NightState>(night => night.Campaign == id)).ShouldHaveSingleItem().Phase.ShouldBe(NightPhase.Promoted);
        (await copy.Stable.Get()).ShouldNotBeNull().Current!.Version.ShouldBe(1);
        (await copy.Points()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_happens_in_a_copy_does_not_reach_the_original()
    {
        var original = await Stocked();
        var (photos, points) = (Told(await Submissions(original)), (await original.Points()).Count);
        var copy = Copy();
        await copy.Campaign.CopyFrom(original.Id, "What if");

        var night = await copy.Promoted();
        night.Number.ShouldBe(2);
        night.Version.ShouldBe(2);
        await copy.Stable.Release(2, Cohort.Places, "night 2", await host.Claim(WorkKind.ReleaseModel, $"{copy.Id}/2"));
        foreach (var photo in await Submissions(copy))
        {
            await copy.Review(photo.Id, Scene.Reject);
        }

        (await original.Campaign.Get()).ShouldNotBeNull().LastNight.ShouldBe(1);
        Told(await Submissions(original)).ShouldBe(photos);
        (await original.Stable.Get()).ShouldNotBeNull().Current!.Version.ShouldBe(1);
        (await original.Points()).Count.ShouldBe(points);
        (await copy.Points()).ShouldBeEmpty();
        (await original.Promoted()).Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_copied_photo_is_known_in_the_copy()
    {
        var original = await Scene.Create(host);
        var volunteer = await original.Volunteer();
        await original.Review(await original.InReview(volunteer, findings: Scene.Findings("plum")), Scene.Accept);
        var copy = Copy();
        await copy.Campaign.CopyFrom(original.Id, "What if");
        var copied = (await Submissions(copy)).ShouldHaveSingleItem();

        (await copy.Process(await copy.Received(await copy.Volunteer()), Scene.Findings("plum"))).DuplicateOf.ShouldBe(copied.Id);
    }

    /// <summary>Photos in every state, and a released model.</summary>
    private async Task<Scene> Stocked()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        for (var day = 0; day < 4; day++)
        {
            await scene.Accepted(volunteer, capturedAt: Scene.Noon.AddDays(day));
        }

        var twin = await scene.InReview(volunteer);
        await scene.Process(await scene.Received(volunteer), Scene.Findings(twin.ToString()));
        await scene.Review(await scene.InReview(volunteer), Scene.Reject);
        await scene.Received(volunteer);
        await scene.Promoted();
        await scene.Stable.Release(1, Cohort.Places, "night 1", await host.Claim(WorkKind.ReleaseModel, $"{scene.Id}/1"));
        return scene;
    }

    private Scene Copy() => new(host, new CampaignId(host.Fresh("copy")));

    private static Task<List<SubmissionState>> Submissions(Scene scene)
    {
        var id = scene.Id;
        return scene.Rows<SubmissionState>(row => row.Campaign == id);
    }

    private static Task<List<SplitGroup>> SplitGroups(Scene scene)
    {
        var id = scene.Id;
        return scene.Rows<SplitGroup>(row => row.Campaign == id);
    }

    private static async Task<LabelSplitsState> Splits(Scene scene)
    {
        var key = LabelSplitsState.Key(scene.Id, Scene.Apple);
        return (await scene.Rows<LabelSplitsState>(row => row.Id == key)).ShouldHaveSingleItem();
    }

    private static List<(ContributorKey, LabelId, SubmissionStatus, Split?, PhotoFindings?)> Told(IEnumerable<SubmissionState> photos) =>
        [.. photos.Select(row => (row.Contributor, row.Label, row.Status, row.Split, row.Findings))];

    private static List<(ContributorKey, LabelId, DateTimeOffset, Split)> Groups(IEnumerable<SplitGroup> groups) =>
        [.. groups.Select(group => (group.Contributor, group.Label, group.From, group.Split))];
}
