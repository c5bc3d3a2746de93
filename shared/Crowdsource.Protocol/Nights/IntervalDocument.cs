namespace Crowdsource.Protocol.Nights;

/// <summary>A closed interval of shares.</summary>
/// <param name="Low">0 to 1.</param>
/// <param name="High">0 to 1.</param>
public sealed record IntervalDocument(double Low, double High);
