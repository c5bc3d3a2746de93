namespace Crowdsource.Protocol.Releases;

/// <param name="Version">The model version.</param>
/// <param name="Event"><c>released</c>, <c>tried</c> or <c>withdrawn</c>.</param>
/// <param name="By">Who: a token's name, or the night.</param>
/// <param name="At">When.</param>
/// <param name="Share">Of the devices, 0 to 1, when tried.</param>
public sealed record ReleaseEvent(int Version, string Event, string By, DateTimeOffset At, double? Share = null);
