namespace Crowdsource.Protocol.Leaderboards;

/// <param name="Rank">From 1 up, among those shown; equal points share a rank.</param>
/// <param name="Pseudonym">The public name.</param>
/// <param name="Points">In the period.</param>
public sealed record LeaderboardEntry(int Rank, string Pseudonym, int Points);
