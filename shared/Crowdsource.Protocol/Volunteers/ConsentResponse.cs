namespace Crowdsource.Protocol.Volunteers;

/// <summary>What a volunteer agreed to in one campaign.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Version">Version of its consent text.</param>
/// <param name="Newsletter">Whether accepted photos may appear in the newsletter.</param>
/// <param name="Location">Whether it may be kept where photos were taken.</param>
/// <param name="At">When.</param>
public sealed record ConsentResponse(string Campaign, int Version, bool Newsletter, bool Location, DateTimeOffset At);
