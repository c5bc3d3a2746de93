namespace Crowdsource.Protocol.Audit;

/// <summary>Something that staff did, or tried to do.</summary>
/// <param name="Actor">The token's id.</param>
/// <param name="Name">What the token was called then.</param>
/// <param name="Action">The operation, such as <c>ReviewSubmission</c>.</param>
/// <param name="Subject">What it was done to: kind and id.</param>
/// <param name="Campaign">In which campaign; null when in none.</param>
/// <param name="Outcome"><c>done</c>, <c>unchanged</c> (it was so before), or the code of the problem that was answered.</param>
/// <param name="At">When.</param>
/// <param name="Correlation">By which operators find the request in the log.</param>
public sealed record AuditResponse(
    Guid Actor, string Name, string Action, string Subject, string? Campaign, string Outcome, DateTimeOffset At, string? Correlation);
