using Orleans;

namespace Crowdsource.Domain.Volunteers;

/// <summary>What a volunteer sets; null leaves it as it is.</summary>
/// <param name="ShowOnLeaderboard">Whether leaderboards and newsletters may show the pseudonym.</param>
/// <param name="TimeZone">An IANA time zone.</param>
/// <param name="WeeklyGoal">Photos a week, 1 to 500.</param>
[GenerateSerializer, Immutable, Alias("update-volunteer")]
public sealed record UpdateVolunteer(bool? ShowOnLeaderboard, string? TimeZone, int? WeeklyGoal);
