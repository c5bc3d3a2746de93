namespace Crowdsource.Contracts.Messages;

/// <summary>A promoted model waits to be offered on its channel.</summary>
public sealed record ReleaseModel(long WorkId) : IWorkAvailable;
