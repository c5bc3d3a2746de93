using Crowdsource.Learning;

namespace Crowdsource.Trainer.Training;

/// <summary>Cancels a training as soon as its first steps tell that it would take longer than it may.</summary>
internal sealed class TimeBudget(TimeSpan budget, IProgress<TrainingProgress> progress, TimeProvider clock, CancellationToken cancellationToken)
    : IProgress<TrainingProgress>, IDisposable
{
    /// <summary>The first step is slower than the rest: it is not measured.</summary>
    private const int MeasuredSteps = 10;

    private readonly CancellationTokenSource _late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private long _first;

    public CancellationToken Token => _late.Token;

    public bool IsExceeded { get; private set; }

    public void Report(TrainingProgress value)
    {
        progress.Report(value);
        if (value.Done == 1)
        {
            _first = clock.GetTimestamp();
        }
        else if (value.Done == 1 + MeasuredSteps && clock.GetElapsedTime(_first) / MeasuredSteps * value.Total > budget)
        {
            IsExceeded = true;
            _late.Cancel();
        }
    }

    public void Dispose() => _late.Dispose();
}
