namespace Crowdsource.Trainer.Nights.Resuming;

/// <summary>Another trainer holds the night by now, or its owner cancelled it: stop, store nothing.</summary>
internal sealed class NightTakenException(string night) : OperationCanceledException($"Another trainer holds {night}, or it was cancelled.");
