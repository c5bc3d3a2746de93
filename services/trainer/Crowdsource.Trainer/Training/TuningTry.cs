namespace Crowdsource.Trainer.Training;

/// <param name="At">When its night ended.</param>
/// <param name="Photos">How many it had to train on.</param>
internal readonly record struct TuningTry(DateTimeOffset At, int Photos);
