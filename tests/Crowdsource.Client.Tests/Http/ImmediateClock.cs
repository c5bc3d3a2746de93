namespace Crowdsource.Client.Tests.Http;

/// <summary>Every wait ends at once and is written down; limits on silence never end.</summary>
internal sealed class ImmediateClock : TimeProvider
{
    /// <summary>Waits of this length or longer are limits, not pauses.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly List<TimeSpan> _waits = [];

    public IReadOnlyList<TimeSpan> Waits => _waits;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= Limit || dueTime == Timeout.InfiniteTimeSpan)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        _waits.Add(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
