namespace Crowdsource.Protocol.Leaderboards;

public enum LeaderboardPeriod
{
    /// <summary>Since the campaign began.</summary>
    All = 1,

    /// <summary>The last seven days.</summary>
    Week = 2,
}
