using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Missions;
using Crowdsource.Domain.Submissions;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Campaigns;

public sealed class LabelRulesTests
{
    private static readonly LabelId s_a = new(1), s_b = new(2), s_c = new(3), s_d = new(4);

    private static readonly CampaignState s_campaign = Samples.Campaign with
    {
        Labels = [.. Enumerable.Range(1, 8).Select(number => new Label(new LabelId(number), $"label {number}", null, 200))],
    };

    private static readonly Gen<ChangeLabel> s_change = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 9], Gen.Int[0, 9]).Select<(int, int, int), ChangeLabel>(
        change => change switch
        {
            (0, var label, var into) => new ChangeLabel.Merge(new LabelId(label), new LabelId(into)),
            (1, var label, _) => new ChangeLabel.Retire(new LabelId(label)),
            var (_, label, _) => new ChangeLabel.Restore(new LabelId(label)),
        });

    [Fact]
    public void Whatever_owners_do_every_label_leads_to_one_that_is_not_merged_and_two_stay_in_use() =>
        s_change.Array[0, 40].Sample(changes =>
        {
            var campaign = s_campaign;
            foreach (var change in changes)
            {
                campaign = LabelRules.WhyNot(campaign, change) is null ? LabelRules.Change(campaign, change) : campaign;
            }

            campaign.LabelsInUse.Count().ShouldBeGreaterThanOrEqualTo(LabelRules.Fewest);
            foreach (var label in campaign.Labels)
            {
                // A cycle would never come back.
                var counted = campaign.Resolve(label.Id).ShouldNotBeNull();
                counted.MergedInto.ShouldBeNull();
                campaign.CountsAs(counted.Id).ShouldBe(counted.Id);
                (label.MergedInto is { } next ? campaign.CountsAs(next) : label.Id).ShouldBe(counted.Id);
            }

            // Each label's photos count once, or nowhere while it is retired.
            campaign.Labels.SelectMany(label => campaign.AllThatCountAs(label.Id)).Order(ById).ShouldBe(campaign.Labels.Select(label => label.Id));
        });

    [Fact]
    public void What_was_done_to_a_label_is_undone_by_restoring_it() =>
        s_change.Array[0, 20].Sample(changes =>
        {
            var campaign = changes.Aggregate(
                s_campaign, (campaign, change) => LabelRules.WhyNot(campaign, change) is null ? LabelRules.Change(campaign, change) : campaign);
            foreach (var label in campaign.Labels)
            {
                var restore = new ChangeLabel.Restore(label.Id);
                LabelRules.WhyNot(campaign, restore).ShouldBeNull();
                campaign = LabelRules.Change(campaign, restore);
            }

            campaign.Labels.ShouldBe(s_campaign.Labels);
        });

    [Fact]
    public void Merges_are_followed_to_their_end()
    {
        var campaign = After(new ChangeLabel.Merge(s_a, s_b), new ChangeLabel.Merge(s_b, s_c));

        campaign.CountsAs(s_a).ShouldBe(s_c);
        campaign.AllThatCountAs(s_c).ShouldBe([s_a, s_b, s_c]);
        campaign.AllThatCountAs(s_b).ShouldBeEmpty();
        campaign.LabelsInUse.ShouldNotContain(label => label.Id == s_a || label.Id == s_b);

        var restored = LabelRules.Change(campaign, new ChangeLabel.Restore(s_b));
        restored.AllThatCountAs(s_b).ShouldBe([s_a, s_b]);
        restored.CountsAs(s_c).ShouldBe(s_c);
    }

    [Fact]
    public void A_change_that_was_made_already_changes_nothing()
    {
        var campaign = After(new ChangeLabel.Merge(s_a, s_b), new ChangeLabel.Retire(s_c));
        foreach (var again in new ChangeLabel[] { new ChangeLabel.Merge(s_a, s_b), new ChangeLabel.Retire(s_c), new ChangeLabel.Restore(s_d) })
        {
            LabelRules.WhyNot(campaign, again).ShouldBeNull();
            LabelRules.Change(campaign, again).ShouldBeSameAs(campaign);
        }
    }

    [Fact]
    public void Only_labels_in_use_are_merged_and_retired()
    {
        var campaign = After(new ChangeLabel.Merge(s_a, s_b), new ChangeLabel.Retire(s_c));

        Refusal(campaign, new ChangeLabel.Merge(s_a, s_d)).ShouldBe(LabelRefusal.NotInUse);
        Refusal(campaign, new ChangeLabel.Merge(s_d, s_a)).ShouldBe(LabelRefusal.NotInUse);
        Refusal(campaign, new ChangeLabel.Merge(s_d, s_c)).ShouldBe(LabelRefusal.NotInUse);
        Refusal(campaign, new ChangeLabel.Merge(s_d, s_d)).ShouldBe(LabelRefusal.NotInUse);
        Refusal(campaign, new ChangeLabel.Retire(s_a)).ShouldBe(LabelRefusal.NotInUse);
        LabelRules.WhyNot(campaign, new ChangeLabel.Retire(new LabelId(9))).ShouldBe(new EditCampaignOutcome.UnknownLabel(new LabelId(9)));
        LabelRules.WhyNot(campaign, new ChangeLabel.Merge(s_d, new LabelId(9))).ShouldBe(new EditCampaignOutcome.UnknownLabel(new LabelId(9)));
    }

    [Fact]
    public void The_last_two_labels_stay() =>
        Refusal(Samples.Campaign, new ChangeLabel.Merge(Samples.Pear, Samples.Apple)).ShouldBe(LabelRefusal.TooFew);

    [Fact]
    public void A_former_name_is_free_and_its_label_comes_back_only_when_it_is_free_again()
    {
        var campaign = After(new ChangeLabel.Merge(s_a, s_b));
        var edit = new EditCampaign(
            campaign.Name,
            [.. campaign.LabelsInUse.Select(label => new EditedLabel(label.Id, label.Name, label.Guidance, label.Target)), new EditedLabel(null, "label 1", null, 5)],
            campaign.Consent.Text,
            campaign.Consent.Licence,
            null);

        CampaignRules.WhyNot(campaign, edit).ShouldBeNull();
        campaign.FindLabel("label 1")!.Id.ShouldBe(s_a);
        var next = CampaignRules.Edit(campaign, edit, Samples.Noon);
        next.Labels.Select(label => label.Id.Value).ShouldBe(Enumerable.Range(1, 9));
        next.CountsAs(s_a).ShouldBe(s_b);
        next.FindLabel("label 1")!.Id.Value.ShouldBe(9);
        Refusal(next, new ChangeLabel.Restore(s_a)).ShouldBe(LabelRefusal.NameTaken);

        CampaignRules.WhyNot(campaign, edit with { Labels = [.. edit.Labels, new EditedLabel(s_a, "label 1", null, 5)] })
            .ShouldBe(new EditCampaignOutcome.Refused(LabelRefusal.NotInUse));
    }

    [Fact]
    public void A_label_that_stood_for_none_of_these_comes_back_only_where_no_other_does()
    {
        var campaign = s_campaign with { Labels = s_campaign.Labels.SetItem(0, s_campaign.Labels[0] with { NoneOfThese = true }) };
        campaign.NoneOfThese!.Id.ShouldBe(s_a);
        campaign = LabelRules.Change(campaign, new ChangeLabel.Retire(s_a));
        campaign.NoneOfThese.ShouldBeNull();
        LabelRules.WhyNot(campaign, new ChangeLabel.Restore(s_a)).ShouldBeNull();

        var edit = new EditCampaign(
            campaign.Name,
            [.. campaign.LabelsInUse.Select(label => new EditedLabel(label.Id, label.Name, label.Guidance, label.Target, NoneOfThese: label.Id == s_b))],
            campaign.Consent.Text,
            campaign.Consent.Licence,
            null);
        var next = CampaignRules.Edit(campaign, edit, Samples.Noon);

        next.NoneOfThese!.Id.ShouldBe(s_b);
        Refusal(next, new ChangeLabel.Restore(s_a)).ShouldBe(LabelRefusal.NoneOfTheseTaken);
    }

    [Fact]
    public void A_merged_name_is_still_understood_and_a_retired_one_takes_no_photos()
    {
        var campaign = Samples.Campaign with { Labels = Samples.Campaign.Labels.Add(new Label(s_c, "Quince", null, 200)) };
        var merged = LabelRules.Change(campaign, new ChangeLabel.Merge(Samples.Apple, s_c));

        var received = SubmissionRules.Submit(null, Samples.Photo, merged, Samples.Volunteer, Samples.Noon).ShouldBeOfType<SubmitOutcome.Received>();
        received.Submission.ClaimedLabel.ShouldBe(Samples.Apple);
        merged.Resolve(received.Submission.Label)!.Name.ShouldBe("Quince");

        foreach (var retired in new[] { LabelRules.Change(campaign, new ChangeLabel.Retire(Samples.Apple)), LabelRules.Change(merged, new ChangeLabel.Retire(s_c)) })
        {
            SubmissionRules.Submit(null, Samples.Photo, retired, Samples.Volunteer, Samples.Noon)
                .ShouldBe(new SubmitOutcome.Refused(SubmitRefusal.LabelRetired));
        }
    }

    [Fact]
    public void Missions_count_merged_photos_and_stop_with_the_label()
    {
        var campaign = After(new ChangeLabel.Merge(s_a, s_b), new ChangeLabel.Retire(s_c));

        var missions = MissionRules.Rank(campaign, new Dictionary<LabelId, int> { [s_a] = 150, [s_b] = 30 }, last: null);

        missions.Select(mission => mission.Label.Id.Value).ShouldBe([4, 5, 6, 7, 8, 2]);
        missions[^1].Accepted.ShouldBe(180);
    }

    private static CampaignState After(params ChangeLabel[] changes) => changes.Aggregate(s_campaign, (campaign, change) =>
    {
        LabelRules.WhyNot(campaign, change).ShouldBeNull();
        return LabelRules.Change(campaign, change);
    });

    private static string? Refusal(CampaignState campaign, ChangeLabel change) =>
        LabelRules.WhyNot(campaign, change).ShouldBeOfType<EditCampaignOutcome.Refused>().Code;

    private static Comparer<LabelId> ById { get; } = Comparer<LabelId>.Create((one, other) => one.Value.CompareTo(other.Value));
}
