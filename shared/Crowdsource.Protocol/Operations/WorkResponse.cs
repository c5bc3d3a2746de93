namespace Crowdsource.Protocol.Operations;

/// <summary>What the system owes.</summary>
/// <param name="Kinds">How much there is of each kind.</param>
/// <param name="DeadLetters">What was given up, newest first, at most 200.</param>
public sealed record WorkResponse(IReadOnlyList<WorkKindResponse> Kinds, IReadOnlyList<DeadLetterResponse> DeadLetters);
