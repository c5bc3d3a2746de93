namespace Crowdsource.Contracts.Messages;

/// <summary>A photo waits to be processed.</summary>
public sealed record ProcessPhoto(long WorkId) : IWorkAvailable;
