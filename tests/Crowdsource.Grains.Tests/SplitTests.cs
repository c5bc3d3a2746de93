using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

public sealed class SplitTests(GrainsHost host)
{
    [Fact]
    public async Task Photos_of_one_session_share_a_split_and_the_next_session_is_decided_anew()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var splits = new List<Split?>();
        foreach (var minutes in new[] { 0, 3, 10, -10, 60, 61, 120, 125 })
        {
            splits.Add((await scene.Accepted(volunteer, capturedAt: Scene.Noon.AddMinutes(minutes))).Split);
        }

        splits.ShouldBe(
        [
            Split.Train, Split.Train, Split.Train, Split.Train,
            Split.Test, Split.Test,
            Split.Train, Split.Train,
        ]);
    }

    [Fact]
    public async Task A_session_is_of_one_contributor_and_one_label()
    {
        var scene = await Scene.Create(host);
        var (one, other) = (Contributor(), Contributor());

        await Assign(scene, Scene.Apple, one);
        await Assign(scene, Scene.Pear, one);
        await Assign(scene, Scene.Apple, other);

        var campaign = scene.Id;
        (await scene.Rows<SplitGroup>(group => group.Campaign == campaign)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Below_twenty_contributors_their_days_may_fall_apart_and_from_twenty_up_they_do_not()
    {
        var scene = await Scene.Create(host);
        var early = Contributor();
        for (var day = 0; day < 3; day++)
        {
            await Assign(scene, Scene.Apple, early, day);
        }

        for (var other = 0; other < SplitRules.ContributorsToGroupByContributor - 1; other++)
        {
            await Assign(scene, Scene.Apple, Contributor());
        }

        // Two of the three days went to train: there the newcomer of old stays.
        for (var day = 10; day < 20; day++)
        {
            (await Assign(scene, day % 2 == 0 ? Scene.Apple : Scene.Pear, early, day)).ShouldBe(Split.Train);
        }

        var late = Contributor();
        var first = await Assign(scene, Scene.Pear, late);
        for (var day = 1; day < 10; day++)
        {
            (await Assign(scene, day % 2 == 0 ? Scene.Apple : Scene.Pear, late, day)).ShouldBe(first);
        }
    }

    [Fact]
    public async Task A_contributor_whose_labels_are_reviewed_at_once_still_shares_a_split()
    {
        var scene = await Scene.Create(host);
        for (var other = 0; other < SplitRules.ContributorsToGroupByContributor; other++)
        {
            await Assign(scene, Scene.Apple, Contributor());
        }

        var late = Enumerable.Range(0, 20).Select(_ => Contributor()).ToArray();
        var splits = await Task.WhenAll(late.Select(contributor => Task.WhenAll(
            Assign(scene, Scene.Apple, contributor), Assign(scene, Scene.Pear, contributor))));

        splits.Where(pair => pair[0] != pair[1]).ShouldBeEmpty();
        var campaign = scene.Id;
        var groups = await scene.Rows<SplitGroup>(group => group.Campaign == campaign && group.Label == SplitRules.WholeContributor);
        groups.Select(group => group.Contributor).ShouldBe(late, ignoreOrder: true);
    }

    private static ContributorKey Contributor() => new(Guid.NewGuid());

    private Task<Split> Assign(Scene scene, Domain.Campaigns.LabelId label, ContributorKey contributor, int day = 0) =>
        host.Grains.GetGrain<ILabelSplitsGrain>(LabelSplitsState.Key(scene.Id, label)).Assign(contributor, Scene.Noon.AddDays(day));
}
