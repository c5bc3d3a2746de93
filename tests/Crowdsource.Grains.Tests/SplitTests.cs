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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task In_whatever_order_photos_are_accepted_sessions_stay_together_and_counts_add_up(int seed)
    {
        var scene = await Scene.Create(host);
        var random = new Random(seed);
        ContributorKey[] contributors = [Contributor(), Contributor(), Contributor()];
        var sessions = new Dictionary<(ContributorKey, Domain.Campaigns.LabelId), List<(DateTimeOffset From, Split Split)>>();
        List<(Domain.Campaigns.LabelId Label, Split Split)> photos = [];
        for (var photo = 0; photo < 80; photo++)
        {
            var (contributor, label) = (contributors[random.Next(3)], random.Next(2) == 0 ? Scene.Apple : Scene.Pear);
            var at = Scene.Noon.AddMinutes(random.Next(180));
            var split = await Splits(scene, label).Assign(contributor, at);
            photos.Add((label, split));
            if (!sessions.TryGetValue((contributor, label), out var known))
            {
                sessions.Add((contributor, label), known = []);
            }

            var session = known.Where(session => (session.From - at).Duration() <= SplitRules.Session).OrderBy(session => session.From).ToList();
            if (session.Count == 0)
            {
                known.Add((at, split));
            }
            else
            {
                split.ShouldBe(session[0].Split);
            }
        }

        foreach (var label in photos.GroupBy(photo => photo.Label))
        {
            var key = LabelSplitsState.Key(scene.Id, label.Key);
            (await scene.Rows<LabelSplitsState>(row => row.Id == key)).ShouldHaveSingleItem().Counts
                .ShouldBe(LabelSplitsState.Empty(key).Counts.Keys.ToDictionary(split => split, split => label.Count(photo => photo.Split == split)), ignoreOrder: true);
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

    [Fact]
    public async Task What_is_rejected_as_something_else_is_split_by_the_same_rule_and_goes_where_it_is_accepted_in_the_end()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var (blurred, nothing) = (new ReviewSubmission("curator", false, RejectionCode.TooBlurry, null), new ReviewSubmission("curator", false, RejectionCode.NoObject, null));
        (await scene.Review(await scene.InReview(volunteer), blurred)).Split.ShouldBeNull();

        // One session under two labels is one session of something else.
        var first = await scene.Review(await scene.InReview(volunteer), nothing);
        var second = await scene.Review(await scene.InReview(volunteer, "Pear", Scene.Noon.AddMinutes(9)), nothing);
        (first.Split, second.Split).ShouldBe((Split.Train, Split.Train));
        (await scene.Review(await scene.InReview(volunteer, capturedAt: Scene.Noon.AddHours(1)), nothing)).Split.ShouldBe(Split.Test);
        (await Count(scene, SplitRules.OutOfScope), await Count(scene, Scene.Apple)).ShouldBe((3, 0));

        await scene.Submission(first.Id).Appeal(volunteer.Id, "Look behind the leaf.");
        (await Count(scene, SplitRules.OutOfScope), await Count(scene, Scene.Apple)).ShouldBe((2, 1));
        var accepted = await scene.Review(first.Id, Scene.Accept);
        (accepted.Split, await Count(scene, SplitRules.OutOfScope), await Count(scene, Scene.Apple)).ShouldBe((Split.Train, 2, 1));

        (await scene.Review(first.Id, nothing)).Split.ShouldBe(Split.Train);
        (await Count(scene, SplitRules.OutOfScope), await Count(scene, Scene.Apple)).ShouldBe((3, 0));
    }

    private static async Task<int> Count(Scene scene, Domain.Campaigns.LabelId label)
    {
        var key = LabelSplitsState.Key(scene.Id, label);
        return (await scene.Rows<LabelSplitsState>(row => row.Id == key)).SingleOrDefault()?.Total ?? 0;
    }

    private static ContributorKey Contributor() => new(Guid.NewGuid());

    private Task<Split> Assign(Scene scene, Domain.Campaigns.LabelId label, ContributorKey contributor, int day = 0) =>
        Splits(scene, label).Assign(contributor, Scene.Noon.AddDays(day));

    private ILabelSplitsGrain Splits(Scene scene, Domain.Campaigns.LabelId label) =>
        host.Grains.GetGrain<ILabelSplitsGrain>(LabelSplitsState.Key(scene.Id, label));
}
