using Crowdsource.Learning;
using Crowdsource.Trainer.Nights;

namespace Crowdsource.Trainer.Training;

/// <summary>Passes a training's steps on as a part of the night's phase, on the training's own thread.</summary>
internal sealed class TrainingReport(NightProgress progress, double from, double to) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => progress.Report(from + ((to - from) * value.Done / Math.Max(1, value.Total)));

    /// <summary>A part of this part, both shares in [0, 1].</summary>
    public TrainingReport Part(double start, double end) => new(progress, from + ((to - from) * start), from + ((to - from) * end));

    /// <summary>Counts up to <paramref name="total"/>, over all of this part.</summary>
    public Action Counter(int total) => progress.Counter(total, from, to);
}
