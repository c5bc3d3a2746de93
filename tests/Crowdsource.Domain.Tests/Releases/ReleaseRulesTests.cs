using Crowdsource.Domain.Releases;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Releases;

public sealed class ReleaseRulesTests
{
    private static readonly ChannelState s_empty = new()
    {
        Id = new ChannelId(Samples.Campaign.Id, ChannelId.Stable),
        Campaign = Samples.Campaign.Id,
        Name = ChannelId.Stable,
    };

    [Fact]
    public void A_channel_offers_the_last_release_and_remembers_the_ones_before()
    {
        var channel = Offered(1, 2, 3);

        channel.Current.ShouldBe(new Release(3, Samples.Noon));
        channel.Previous.Select(release => release.Version).ShouldBe([2, 1]);
    }

    [Fact]
    public void Offering_what_is_offered_changes_nothing()
    {
        var channel = Offered(1, 2);

        ReleaseRules.Offer(channel, 2, Samples.Noon.AddDays(1)).ShouldBeSameAs(channel);
    }

    [Fact]
    public void Ten_earlier_releases_are_remembered()
    {
        var channel = Offered([.. Enumerable.Range(1, 30)]);

        channel.Previous.Select(release => release.Version).ShouldBe([29, 28, 27, 26, 25, 24, 23, 22, 21, 20]);
    }

    [Fact]
    public void A_withdrawal_goes_back_to_the_newest_release_that_stands()
    {
        var back = Withdrawn(Offered(1, 2, 3), 3);
        back.Current.ShouldBe(new Release(2, Samples.Noon.AddHours(1)));
        back.Withdrawn.ShouldBe([3]);

        var further = Withdrawn(back, 2);
        further.Current!.Version.ShouldBe(1);

        var nothing = Withdrawn(further, 1);
        nothing.Current.ShouldBeNull();
        nothing.Previous.ShouldBeEmpty();
        nothing.Withdrawn.ShouldBe([3, 2, 1]);
    }

    [Fact]
    public void Only_what_is_offered_can_be_withdrawn()
    {
        ReleaseRules.Withdraw(s_empty, 1, Samples.Noon).ShouldBeNull();
        ReleaseRules.Withdraw(Offered(1, 2), 1, Samples.Noon).ShouldBeNull();
    }

    [Theory]
    [InlineData(2, true)] // older than what is offered
    [InlineData(3, false)] // offered
    [InlineData(4, true)] // withdrawn by people
    [InlineData(5, false)]
    public void A_night_s_release_comes_too_late_when_something_newer_or_a_withdrawal_stands(int version, bool overtaken) =>
        ReleaseRules.IsOvertaken(Withdrawn(Offered(1, 3, 4), 4), version).ShouldBe(overtaken);

    [Fact]
    public void People_may_offer_again_what_they_withdrew()
    {
        var again = ReleaseRules.Offer(Withdrawn(Offered(1, 2), 2), 2, Samples.Noon.AddDays(1));

        again.Current!.Version.ShouldBe(2);
        again.Withdrawn.ShouldBeEmpty();
        Withdrawn(again, 2).Current!.Version.ShouldBe(1);
    }

    [Fact]
    public void A_trial_leaves_what_all_get_and_keeps_the_places_of_devices_while_its_share_grows()
    {
        var channel = Offered(1, 2);

        var tried = ReleaseRules.Try(channel, 3, 100, Samples.Noon);
        var wider = ReleaseRules.Try(tried, 3, 5000, Samples.Noon.AddDays(1));

        tried.Current.ShouldBe(channel.Current);
        wider.Trial.ShouldBe(new Trial(3, 5000, tried.Trial!.Salt, Samples.Noon.AddDays(1)));
        ReleaseRules.Try(tried, 3, 100, Samples.Noon.AddDays(1)).ShouldBeSameAs(tried);
        ReleaseRules.Try(tried, 4, 100, Samples.Noon).Trial!.Salt.ShouldNotBe(tried.Trial.Salt);
        ReleaseRules.Try(channel, 2, 100, Samples.Noon).ShouldBeSameAs(channel, "all have it");
    }

    [Fact]
    public void A_trial_ends_when_something_is_offered_to_all_or_it_is_withdrawn()
    {
        var tried = ReleaseRules.Try(Offered(1, 2), 3, 100, Samples.Noon);

        ReleaseRules.Offer(tried, 3, Samples.Noon).ShouldSatisfyAllConditions(
            channel => channel.Trial.ShouldBeNull(), channel => channel.Current!.Version.ShouldBe(3));
        ReleaseRules.Offer(tried, 4, Samples.Noon).Trial.ShouldBeNull();
        ReleaseRules.Offer(tried, 2, Samples.Noon).Trial.ShouldBeNull();
        var withdrawn = Withdrawn(tried, 3);
        (withdrawn.Trial, withdrawn.Current!.Version).ShouldBe((null, 2));
        withdrawn.Withdrawn.ShouldBe([3]);
        Withdrawn(tried, 2).ShouldSatisfyAllConditions(
            channel => channel.Trial!.Version.ShouldBe(3), channel => channel.Current!.Version.ShouldBe(1));
    }

    [Theory]
    [InlineData(2, true)] // older than what is tried
    [InlineData(3, false)]
    [InlineData(4, false)]
    public void A_night_s_release_comes_too_late_when_something_newer_is_tried(int version, bool overtaken) =>
        ReleaseRules.IsOvertaken(ReleaseRules.Try(Offered(1), 3, 100, Samples.Noon), version).ShouldBe(overtaken);

    [Theory]
    [InlineData(0)]
    [InlineData(Cohort.Places)]
    public void A_trial_is_of_some_devices_and_not_of_all(int share) =>
        Should.Throw<ArgumentOutOfRangeException>(() => ReleaseRules.Try(Offered(1), 2, share, Samples.Noon));

    [Fact]
    public void A_withdrawn_version_never_comes_back_by_itself() =>
        Act.Array[1, 40].Sample(acts =>
        {
            var channel = s_empty;
            foreach (var (what, version) in acts)
            {
                var before = channel;
                channel = what switch
                {
                    0 => ReleaseRules.Offer(channel, version, Samples.Noon),
                    1 when !ReleaseRules.IsOvertaken(channel, version) => ReleaseRules.Offer(channel, version, Samples.Noon),
                    3 => ReleaseRules.Try(channel, version, 100, Samples.Noon),
                    2 => ReleaseRules.Withdraw(channel, channel.Current?.Version ?? version, Samples.Noon) ?? channel,
                    _ => channel,
                };
                var offered = channel.Current?.Version;
                (offered is { } now && channel.Withdrawn.Contains(now)).ShouldBeFalse();
                (channel.Trial is { } trial && (trial.Version == offered || channel.Withdrawn.Contains(trial.Version))).ShouldBeFalse();
                if (what != 0 && offered is { } shown)
                {
                    before.Withdrawn.ShouldNotContain(shown);
                }

                channel.Withdrawn.ShouldBeUnique();
                channel.Previous.Length.ShouldBeLessThanOrEqualTo(10);
            }
        });

    [Theory]
    [InlineData("fruit/stable", "fruit", "stable")]
    [InlineData("fruit-2/beta-1", "fruit-2", "beta-1")]
    public void A_channel_is_named_by_campaign_and_name(string text, string campaign, string name)
    {
        var id = new ChannelId(text);

        id.Campaign.Value.ShouldBe(campaign);
        id.Name.ShouldBe(name);
        new ChannelId(id.Campaign, id.Name).ShouldBe(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("stable")]
    [InlineData("fruit/")]
    [InlineData("/stable")]
    [InlineData("fruit/..")]
    [InlineData("fruit/stable/x")]
    [InlineData("fruit/Stable")]
    [InlineData("fruit/stable\n")]
    public void Names_of_no_channel_are_refused(string text) => Should.Throw<FormatException>(() => new ChannelId(text));

    /// <summary>A person offers, a night offers, somebody withdraws, somebody tries; and the version.</summary>
    private static Gen<(int What, int Version)> Act { get; } = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 8]);

    private static ChannelState Offered(params int[] versions) =>
        versions.Aggregate(s_empty, (channel, version) => ReleaseRules.Offer(channel, version, Samples.Noon));

    private static ChannelState Withdrawn(ChannelState channel, int version) =>
        ReleaseRules.Withdraw(channel, version, Samples.Noon.AddHours(1)).ShouldNotBeNull();
}
