using Crowdsource.Domain.Nights;

namespace Crowdsource.Trainer.Nights;

/// <summary>Where a night is. Written by the steps from any thread, read by the runner, which tells the night's grain.</summary>
internal sealed class NightProgress
{
    private readonly Lock _gate = new();
    private (NightPhase Phase, double Share) _current = (NightPhase.Snapshot, 0);

    /// <summary>The phase, and the share of it that is done, 0 to 1.</summary>
    public (NightPhase Phase, double Share) Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    public void Enter(NightPhase phase)
    {
        lock (_gate)
        {
            _current = (phase, 0);
        }
    }

    /// <param name="share">Of the current phase, 0 to 1.</param>
    public void Report(double share)
    {
        lock (_gate)
        {
            _current.Share = Math.Clamp(share, 0, 1);
        }
    }

    /// <summary>Counts up to <paramref name="total"/>, over a part of the phase.</summary>
    public Action Counter(int total, double from = 0, double to = 1)
    {
        var done = 0;
        return () => Report(from + ((to - from) * Interlocked.Increment(ref done) / Math.Max(1, total)));
    }
}
