namespace Crowdsource.Grains.Tests;

/// <summary>The grains' time: it goes on by itself, since Orleans lives by it too, and tests move it forward.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public void MoveTo(DateTimeOffset time) => Interlocked.Add(ref _ahead, Math.Max(0, (time - GetUtcNow()).Ticks));
}
