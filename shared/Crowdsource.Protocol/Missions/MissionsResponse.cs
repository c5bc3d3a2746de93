namespace Crowdsource.Protocol.Missions;

/// <summary>What is needed most now.</summary>
/// <param name="Night">The night whose recalls were used; null before the first that trained.</param>
/// <param name="Missions">The most needed first.</param>
public sealed record MissionsResponse(int? Night, IReadOnlyList<MissionResponse> Missions);
