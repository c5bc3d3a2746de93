namespace Crowdsource.Protocol.Submissions;

/// <summary>What a volunteer says against a rejection.</summary>
/// <param name="Text">Their words.</param>
/// <param name="Rejection">The code that they appeal against.</param>
/// <param name="At">When.</param>
public sealed record AppealResponse(string Text, string Rejection, DateTimeOffset At);
