using Crowdsource.Domain.Volunteers;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Volunteers;

public sealed class StreakRulesTests
{
    private static readonly DateOnly s_today = new(2026, 11, 4);

    /// <summary>Some of the last thirty days, so that streaks are frequent.</summary>
    private static readonly Gen<HashSet<DateOnly>> s_days =
        Gen.Int[0, 30].Array[0, 40].Select(ago => ago.Select(days => s_today.AddDays(-days)).ToHashSet());

    [Theory]
    [InlineData("", 0)]
    [InlineData("0", 1)]
    [InlineData("1", 1)]
    [InlineData("2", 0)]
    [InlineData("0 1 2 4", 3)]
    [InlineData("1 2 3 5", 3)]
    public void Days_in_a_row_count_up_to_today(string daysAgo, int streak) =>
        StreakRules.Current(
            daysAgo.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(days => s_today.AddDays(-int.Parse(days))).ToHashSet(), s_today)
            .ShouldBe(streak);

    [Fact]
    public void A_streak_is_never_longer_than_the_longest_nor_that_than_the_days() => s_days.Sample(days =>
    {
        var longest = StreakRules.Longest(days);
        StreakRules.Current(days, s_today).ShouldBeInRange(0, longest);
        longest.ShouldBeInRange(days.Count == 0 ? 0 : 1, days.Count);
    });

    [Fact]
    public void The_longest_streak_is_the_longest_that_any_day_ended() => s_days.Sample(days =>
        StreakRules.Longest(days).ShouldBe(days.Select(day => StreakRules.Current(days, day)).DefaultIfEmpty().Max()));

    [Fact]
    public void A_photo_today_never_breaks_a_streak_and_adds_at_most_a_day() => s_days.Sample(days =>
    {
        var before = StreakRules.Current(days, s_today);
        StreakRules.Current(days.Append(s_today).ToHashSet(), s_today).ShouldBe(days.Contains(s_today) ? before : before + 1);
    });

    [Fact]
    public void A_week_begins_on_the_monday_before() => Gen.Int[0, 100_000].Sample(number =>
    {
        var day = DateOnly.FromDayNumber(number + 7);
        var monday = StreakRules.WeekOf(day);
        monday.DayOfWeek.ShouldBe(DayOfWeek.Monday);
        (day.DayNumber - monday.DayNumber).ShouldBeInRange(0, 6);
    });

    [Fact]
    public void Midnight_is_where_the_volunteer_is() =>
        StreakRules.LocalDay(new DateTimeOffset(2026, 11, 3, 23, 30, 0, TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))
            .ShouldBe(s_today);
}
