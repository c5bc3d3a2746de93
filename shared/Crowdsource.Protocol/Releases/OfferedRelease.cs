namespace Crowdsource.Protocol.Releases;

/// <param name="Version">The model version.</param>
/// <param name="At">Since when.</param>
public sealed record OfferedRelease(int Version, DateTimeOffset At);
