using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Volunteers;

/// <summary>Changes what is given; null leaves it as it is.</summary>
/// <param name="ShowOnLeaderboard">Whether leaderboards and newsletters may show the pseudonym.</param>
/// <param name="TimeZone">Where the volunteer's days begin: an IANA time zone, such as <c>Europe/Berlin</c>.</param>
/// <param name="WeeklyGoal">Photos a week to aim at, 1 to 500.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UpdateVolunteerRequest(bool? ShowOnLeaderboard = null, string? TimeZone = null, int? WeeklyGoal = null);
