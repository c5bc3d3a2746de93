namespace Crowdsource.Protocol.Volunteers;

/// <summary>A verdict in an export.</summary>
/// <param name="Accepted">Whether the photo was accepted.</param>
/// <param name="Rejection">The code, when it was not.</param>
/// <param name="Label">The label that it was given.</param>
/// <param name="At">When.</param>
public sealed record ExportedReview(bool Accepted, string? Rejection, string Label, DateTimeOffset At);
