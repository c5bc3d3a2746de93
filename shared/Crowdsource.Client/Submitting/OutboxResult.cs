namespace Crowdsource.Client.Submitting;

/// <summary>What became of a queued photo.</summary>
/// <param name="Photo">The photo.</param>
/// <param name="Result">The server's answer; null when none came, and the photo still waits.</param>
public sealed record OutboxResult(QueuedPhoto Photo, SubmitResult? Result);
