using Orleans;

namespace Crowdsource.Domain.Campaigns;

/// <summary>When a campaign's night starts by itself.</summary>
/// <param name="At">Local time of day.</param>
/// <param name="TimeZone">IANA time zone, such as Europe/Berlin.</param>
[GenerateSerializer, Immutable, Alias("night-schedule")]
public sealed record NightSchedule(TimeOnly At, string TimeZone)
{
    /// <summary>The first start strictly after <paramref name="now"/>. A time that a clock change skips starts when it ends.</summary>
    /// <exception cref="TimeZoneNotFoundException">The time zone is unknown here.</exception>
    public DateTimeOffset NextAfter(DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        var local = TimeZoneInfo.ConvertTime(now, zone);
        for (var day = DateOnly.FromDateTime(local.DateTime); ; day = day.AddDays(1))
        {
            var wanted = day.ToDateTime(At);
            while (zone.IsInvalidTime(wanted))
            {
                wanted = wanted.AddMinutes(1);
            }

            var start = new DateTimeOffset(wanted, zone.GetUtcOffset(wanted)).ToUniversalTime();
            if (start > now)
            {
                return start;
            }
        }
    }
}
