using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Volunteers;

/// <summary>Changes what others see.</summary>
/// <param name="ShowOnLeaderboard">Whether leaderboards and newsletters may show the pseudonym.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UpdateVolunteerRequest(bool? ShowOnLeaderboard);
