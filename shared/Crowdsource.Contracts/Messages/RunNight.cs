namespace Crowdsource.Contracts.Messages;

/// <summary>A night waits for a trainer.</summary>
public sealed record RunNight(long WorkId) : IWorkAvailable;
