using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Missions;
using Crowdsource.Domain.Nights;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Missions;

public sealed class MissionRulesTests
{
    private static readonly LabelId s_apple = Samples.Apple, s_pear = Samples.Pear, s_quince = new(3);

    private static readonly CampaignState s_campaign = Samples.Campaign with
    {
        Labels = [.. Samples.Campaign.Labels, new Label(s_quince, "Quince", "The fuzzy one.", 200)],
    };

    private static readonly Dictionary<LabelId, int> s_plenty = new() { [s_apple] = 200, [s_pear] = 200, [s_quince] = 200 };

    private static readonly ConfusedPair s_pearForQuince = new(s_pear, s_quince, 8, 80);

    [Fact]
    public void Two_labels_that_are_taken_for_each_other_are_one_mission()
    {
        var mission = Rank(s_campaign, Night(s_pearForQuince)).ShouldHaveSingleItem();

        (mission.Label.Id, mission.Other!.Id, mission.Confusion).ShouldBe((s_pear, s_quince, s_pearForQuince));
        (mission.Need, mission.Accepted, mission.TestPhotos).ShouldBe((Interval.Wilson(8, 80).Low, 200, 40));
    }

    [Fact]
    public void It_ends_with_the_night_that_does_not_see_it_any_more() => Rank(s_campaign, Night()).ShouldBeEmpty();

    [Fact]
    public void It_is_followed_to_the_label_that_one_of_them_was_merged_into_and_ends_where_they_are_one_or_one_is_retired()
    {
        Rank(After(new ChangeLabel.Merge(s_quince, s_apple)), Night(s_pearForQuince)).ShouldHaveSingleItem().Other!.Id.ShouldBe(s_apple);
        Rank(After(new ChangeLabel.Merge(s_quince, s_pear)), Night(s_pearForQuince)).ShouldBeEmpty();
        Rank(After(new ChangeLabel.Retire(s_pear)), Night(s_pearForQuince)).ShouldBeEmpty();
    }

    [Fact]
    public void Labels_that_are_short_of_photos_come_before_a_pair_that_is_confused_less()
    {
        var missions = MissionRules.Rank(s_campaign, new Dictionary<LabelId, int>(s_plenty) { [s_apple] = 100 }, Night(s_pearForQuince));

        missions.Select(mission => (mission.Label.Id, mission.Other?.Id)).ShouldBe([(s_apple, null), (s_pear, s_quince)]);
    }

    private static IReadOnlyList<Mission> Rank(CampaignState campaign, NightReport night) => MissionRules.Rank(campaign, s_plenty, night);

    private static CampaignState After(ChangeLabel change) => LabelRules.Change(s_campaign, change);

    private static NightReport Night(params ConfusedPair[] confused) => new()
    {
        Snapshot = BlobDigest.Of("snapshot"u8),
        Candidate = BlobDigest.Of("candidate"u8),
        Strategy = "linear-head",
        Train = 400,
        Validation = 80,
        Test = 120,
        Anchor = 0,
        Top1 = 1,
        Top1Low = 0.97,
        Top1High = 1,
        Top1Rotated = 1,
        Top1Blurred = 1,
        MacroRecall = 1,
        Labels = [new LabelRecall(s_apple, 40, 1), new LabelRecall(s_pear, 40, 1), new LabelRecall(s_quince, 40, 1)],
        Confused = [.. confused],
    };
}
