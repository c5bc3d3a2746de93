using Crowdsource.Domain.Campaigns;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Campaigns;

public sealed class CampaignRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly NightSchedule s_schedule = new(new TimeOnly(2, 30), "Europe/Berlin");

    private static readonly CampaignState s_campaign = new()
    {
        Id = new CampaignId("fruit"),
        Name = "Fruit",
        Labels = [new Label(new LabelId(1), "Apple", null, 200), new Label(new LabelId(2), "Pear", null, 200)],
        Consent = new ConsentText(1, "You may use them.", "CC-BY-4.0"),
        Schedule = s_schedule,
        NextNightAt = s_schedule.NextAfter(s_now),
        CreatedAt = s_now,
    };

    private static readonly EditCampaign s_same = new(
        "Fruit",
        [new EditedLabel(new LabelId(1), "Apple", null, 200), new EditedLabel(new LabelId(2), "Pear", null, 200)],
        "You may use them.",
        "CC-BY-4.0",
        s_schedule);

    [Fact]
    public void An_edit_that_changes_nothing_makes_the_same_campaign() => CampaignRules.Edit(s_campaign, s_same, s_now).ShouldBe(s_campaign);

    [Fact]
    public void Labels_may_swap_names_and_keep_their_numbers()
    {
        var edit = s_same with { Labels = [new EditedLabel(new LabelId(2), "Apple", null, 5), new EditedLabel(new LabelId(1), "Pear", null, 200)] };
        CampaignRules.WhyNot(s_campaign, edit).ShouldBeNull();
        CampaignRules.Edit(s_campaign, edit, s_now).Labels
            .ShouldBe([new Label(new LabelId(1), "Pear", null, 200), new Label(new LabelId(2), "Apple", null, 5)]);
    }

    [Fact]
    public void Earlier_consent_texts_are_kept_with_their_licence()
    {
        var once = CampaignRules.Edit(s_campaign, s_same with { Licence = "CC0-1.0" }, s_now);
        var twice = CampaignRules.Edit(once, s_same with { ConsentText = "Please." }, s_now);
        twice.Consent.Version.ShouldBe(3);
        new[] { 1, 2, 3 }.Select(version => twice.FindConsent(version)!.Licence).ShouldBe(["CC-BY-4.0", "CC0-1.0", "CC-BY-4.0"]);
        twice.FindConsent(4).ShouldBeNull();
    }

    [Fact]
    public void Another_schedule_moves_the_next_night_unless_the_campaign_is_closed()
    {
        var later = s_same with { Schedule = s_schedule with { At = new TimeOnly(4, 0) } };
        CampaignRules.Edit(s_campaign, later, s_now).NextNightAt.ShouldBe(s_campaign.NextNightAt!.Value.AddMinutes(90));
        CampaignRules.Edit(s_campaign, later with { Schedule = null }, s_now).NextNightAt.ShouldBeNull();
        var closed = CampaignRules.Become(s_campaign, CampaignStatus.Closed, s_now);
        CampaignRules.Edit(closed, later, s_now).NextNightAt.ShouldBeNull();
    }
}
