namespace Crowdsource.Learning;

/// <summary>Counts the steps of several fits as one progress; a fit that stops early jumps to its end.</summary>
internal sealed class FitProgress(IProgress<TrainingProgress>? progress, int fits, int mostSteps)
{
    private int _fits;

    public void Step(int step, double loss) => progress?.Report(new TrainingProgress((_fits * mostSteps) + step, fits * mostSteps, loss));

    public void FitDone(double loss)
    {
        _fits++;
        Step(0, loss);
    }
}
