using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Volunteers;

/// <summary>Someone wants to contribute.</summary>
/// <param name="Pseudonym">3 to 40 letters, digits, spaces and <c>-_.</c>; null lets the server make one up.</param>
/// <param name="ShowOnLeaderboard">Whether leaderboards and newsletters may show the pseudonym.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RegisterVolunteerRequest(string? Pseudonym = null, bool ShowOnLeaderboard = false);
