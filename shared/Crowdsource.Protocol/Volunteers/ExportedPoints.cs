namespace Crowdsource.Protocol.Volunteers;

/// <summary>A row of the points ledger in an export.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Submission">The photo.</param>
/// <param name="Reason">What for.</param>
/// <param name="Points">How many; negative when taken back.</param>
/// <param name="At">When.</param>
public sealed record ExportedPoints(string Campaign, Guid Submission, string Reason, int Points, DateTimeOffset At);
