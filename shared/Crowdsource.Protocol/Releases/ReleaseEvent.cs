namespace Crowdsource.Protocol.Releases;

/// <param name="Version">The model version.</param>
/// <param name="Event"><c>released</c> or <c>withdrawn</c>.</param>
/// <param name="By">Who: a token's name, or the night.</param>
/// <param name="At">When.</param>
public sealed record ReleaseEvent(int Version, string Event, string By, DateTimeOffset At);
