namespace Crowdsource.Protocol.Leaderboards;

/// <summary>Who contributed most, of those who agreed to be shown.</summary>
/// <param name="Period">What is counted.</param>
/// <param name="Entries">The most points first, at most 100.</param>
public sealed record LeaderboardResponse(LeaderboardPeriod Period, IReadOnlyList<LeaderboardEntry> Entries);
