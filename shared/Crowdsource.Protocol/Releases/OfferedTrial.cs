namespace Crowdsource.Protocol.Releases;

/// <param name="Version">The model version.</param>
/// <param name="Share">Share of the devices that get it, 0 to 1.</param>
/// <param name="At">Since when with this share.</param>
public sealed record OfferedTrial(int Version, double Share, DateTimeOffset At);
