using Crowdsource.Domain.Campaigns;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Campaigns;

public sealed class NightScheduleTests
{
    private static readonly string[] s_zones =
        ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Nuuk", "Pacific/Chatham", "Africa/Casablanca"];

    [Theory]
    [InlineData("02:30", "UTC", "2026-11-01T00:00Z", "2026-11-01T02:30Z")]
    [InlineData("02:30", "UTC", "2026-11-01T02:30Z", "2026-11-02T02:30Z")]
    [InlineData("02:30", "Europe/Berlin", "2026-11-01T00:00Z", "2026-11-01T01:30Z")]
    [InlineData("02:30", "Europe/Berlin", "2026-07-01T00:00Z", "2026-07-01T00:30Z")]
    [InlineData("00:00", "Asia/Kolkata", "2026-11-01T00:00Z", "2026-11-01T18:30Z")]
    // 29 March 2026: 02:00 to 03:00 does not exist in Berlin.
    [InlineData("02:30", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00Z")]
    [InlineData("02:30", "Europe/Berlin", "2026-03-29T01:00Z", "2026-03-30T00:30Z")]
    [InlineData("03:00", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00Z")]
    // 25 October 2026: 02:00 to 03:00 comes twice in Berlin; the night starts the second time only.
    [InlineData("02:30", "Europe/Berlin", "2026-10-24T12:00Z", "2026-10-25T01:30Z")]
    [InlineData("02:30", "Europe/Berlin", "2026-10-25T00:30Z", "2026-10-25T01:30Z")]
    [InlineData("02:30", "Europe/Berlin", "2026-10-25T01:30Z", "2026-10-26T01:30Z")]
    // 28 March 2026: Nuuk skips the hour before midnight.
    [InlineData("23:30", "America/Nuuk", "2026-03-28T12:00Z", "2026-03-29T01:00Z")]
    [InlineData("23:30", "America/Nuuk", "2026-03-29T01:00Z", "2026-03-30T00:30Z")]
    public void The_next_night_starts_at_the_local_time(string at, string zone, string now, string next) =>
        new NightSchedule(TimeOnly.Parse(at), zone).NextAfter(DateTimeOffset.Parse(now)).ShouldBe(DateTimeOffset.Parse(next));

    [Fact]
    public void Whenever_it_is_asked_the_next_night_is_to_come_within_a_day_and_an_hour_and_at_its_time() =>
        Gen.Select(Gen.OneOf(s_zones), Gen.Int[0, (24 * 60) - 1], Minute).Sample((zone, at, now) =>
        {
            var schedule = new NightSchedule(TimeOnly.MinValue.AddMinutes(at), zone);
            var next = schedule.NextAfter(now);

            next.Offset.ShouldBe(TimeSpan.Zero);
            next.ShouldBeGreaterThan(now);
            (next - now).ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(25));
            var local = TimeZoneInfo.ConvertTime(next, TimeZoneInfo.FindSystemTimeZoneById(zone));
            if (TimeOnly.FromDateTime(local.DateTime) != schedule.At)
            {
                // Moved out of a skipped hour: a minute earlier the clock was not past the wanted time.
                var before = TimeZoneInfo.ConvertTime(next.AddMinutes(-1), TimeZoneInfo.FindSystemTimeZoneById(zone));
                (local.DateTime - before.DateTime).ShouldBeGreaterThan(TimeSpan.FromMinutes(1));
            }
        });

    [Fact]
    public void Asking_between_two_nights_always_names_the_same_one() =>
        Gen.Select(Gen.OneOf(s_zones), Gen.Int[0, (24 * 60) - 1], Minute, Gen.Double.Unit).Sample((zone, at, now, share) =>
        {
            var schedule = new NightSchedule(TimeOnly.MinValue.AddMinutes(at), zone);
            var first = schedule.NextAfter(now);
            var second = schedule.NextAfter(first);

            schedule.NextAfter(first + ((second - first) * (share * 0.999))).ShouldBe(second);
        });

    [Fact]
    public void An_unknown_time_zone_is_an_error() =>
        Should.Throw<TimeZoneNotFoundException>(() => new NightSchedule(new TimeOnly(2, 0), "Moon/Crater").NextAfter(Samples.Noon));

    /// <summary>The clock changes of two years, to the minute.</summary>
    private static Gen<DateTimeOffset> Minute { get; } =
        Gen.Int[0, 2 * 366 * 24 * 60].Select(minutes => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes));
}
