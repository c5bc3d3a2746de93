namespace Crowdsource.Learning;

/// <summary>How far a training is.</summary>
/// <param name="Done">Steps done, of <paramref name="Total"/>.</param>
/// <param name="Total">Steps in all, known from the start.</param>
/// <param name="Loss">Mean training loss of the latest step.</param>
public readonly record struct TrainingProgress(int Done, int Total, double Loss);
