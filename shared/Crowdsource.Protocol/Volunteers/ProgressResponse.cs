namespace Crowdsource.Protocol.Volunteers;

/// <summary>How regularly a volunteer contributes. Photos count that are accepted or still waiting for a verdict.</summary>
/// <param name="StreakDays">Days in a row with a photo, up to today; a day that is not over yet breaks nothing.</param>
/// <param name="LongestStreakDays">The longest streak so far.</param>
/// <param name="WeeklyGoal">Photos a week to aim at.</param>
/// <param name="DoneThisWeek">Photos since Monday.</param>
/// <param name="TimeZone">Where the days begin.</param>
public sealed record ProgressResponse(int StreakDays, int LongestStreakDays, int WeeklyGoal, int DoneThisWeek, string TimeZone);
