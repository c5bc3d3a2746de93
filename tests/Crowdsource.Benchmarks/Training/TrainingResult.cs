namespace Crowdsource.Benchmarks.Training;

/// <summary>What a contestant says about one of its models, as a line of JSON; its answers lie in the folder.</summary>
/// <param name="Model">Names the file with its answers, <c>{Model}.i32</c>: int32, photo after photo, view after view.</param>
/// <param name="Seconds">From the first photo read to the trained model.</param>
/// <param name="PeakMegabytes">Of the process so far.</param>
/// <param name="AgainSeconds">The next night, with a hundredth of new photos; null where there is none.</param>
internal sealed record TrainingResult(string Model, double Seconds, double PeakMegabytes, double? AgainSeconds = null);
