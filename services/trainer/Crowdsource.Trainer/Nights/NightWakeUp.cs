using System.Threading.Channels;

namespace Crowdsource.Trainer.Nights;

/// <summary>Tells the night service that a night may be owed. Only a hint: it looks by itself, too.</summary>
internal sealed class NightWakeUp
{
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Call() => _calls.Writer.TryWrite(true);

    /// <summary>Until it is called, at most for <paramref name="patience"/>.</summary>
    public async Task Wait(TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _calls.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look.
        }
    }
}
