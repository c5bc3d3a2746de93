using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crowdsource.Catalogue.Mapping;

/// <summary>Times as microseconds since 1970, UTC: every database sorts and compares them alike. Finer fractions are cut off.</summary>
public sealed class UtcMicroseconds() : ValueConverter<DateTimeOffset, long>(time => From(time), microseconds => ToTime(microseconds))
{
    public static long From(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
