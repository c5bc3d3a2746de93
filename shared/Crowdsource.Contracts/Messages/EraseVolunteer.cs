namespace Crowdsource.Contracts.Messages;

/// <summary>A volunteer waits to be forgotten.</summary>
public sealed record EraseVolunteer(long WorkId) : IWorkAvailable;
