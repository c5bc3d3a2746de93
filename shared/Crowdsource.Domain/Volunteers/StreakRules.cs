namespace Crowdsource.Domain.Volunteers;

/// <summary>How regularly somebody contributes: pure functions of the local days with at least one photo.</summary>
public static class StreakRules
{
    /// <summary>How many photos a week a volunteer aims at who has set no goal.</summary>
    public const int DefaultWeeklyGoal = 10;

    /// <summary>Days in a row up to today. A day that is not over yet does not break the streak.</summary>
    public static int Current(IReadOnlySet<DateOnly> days, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(days);
        var last = days.Contains(today) ? today : today.AddDays(-1);
        var length = 0;
        while (days.Contains(last.AddDays(-length)))
        {
            length++;
        }

        return length;
    }

    /// <summary>The most days in a row that there ever were.</summary>
    public static int Longest(IReadOnlySet<DateOnly> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var (longest, length) = (0, 0);
        foreach (var day in days.Order())
        {
            length = days.Contains(day.AddDays(-1)) ? length + 1 : 1;
            longest = Math.Max(longest, length);
        }

        return longest;
    }

    /// <summary>The Monday of the day's week.</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>The day on which it is <paramref name="time"/> there.</summary>
    public static DateOnly LocalDay(DateTimeOffset time, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);
}
