namespace Crowdsource.Benchmarks.Training;

/// <param name="Path">The file.</param>
/// <param name="Label">From 0.</param>
/// <param name="Group">Photos of one group are validated together.</param>
internal sealed record TrainingPhoto(string Path, int Label, int Group);
