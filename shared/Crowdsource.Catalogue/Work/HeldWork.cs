using Crowdsource.Domain.Work;

namespace Crowdsource.Catalogue.Work;

/// <summary>Keeps the lease on a piece of work alive until it is disposed, and says when it was lost.</summary>
public sealed class HeldWork : IAsyncDisposable
{
    private readonly IWorkQueue _work;
    private readonly TimeSpan _lease;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _released = new();
    private readonly Task _heartbeat;

    /// <param name="work">Where the work was claimed.</param>
    /// <param name="ticket">The claim.</param>
    /// <param name="lease">The length of the claim; it is renewed every third of it.</param>
    /// <param name="clock">Times the heartbeat.</param>
    /// <param name="cancellationToken">Cancels <see cref="Token"/> too.</param>
    public HeldWork(IWorkQueue work, WorkTicket ticket, TimeSpan lease, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        (_work, Ticket, _lease) = (work, ticket, lease);
        _lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = _lost.Token;
        _heartbeat = Beat(clock);
    }

    public WorkTicket Ticket { get; }

    /// <summary>Cancelled as soon as somebody else may hold the work: stop, store nothing.</summary>
    public CancellationToken Token { get; }

    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync();
        await _heartbeat;
        _released.Dispose();
        _lost.Dispose();
    }

    private async Task Beat(TimeProvider clock)
    {
        using var timer = new PeriodicTimer(_lease / 3, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_released.Token) && await _work.Renew(Ticket, _lease, _released.Token))
            {
            }

            await _lost.CancelAsync();
        }
        catch (OperationCanceledException) when (_released.IsCancellationRequested)
        {
            // The holder is done.
        }
        catch (Exception)
        {
            // A catalogue that cannot renew the lease could not store the effect either.
            await _lost.CancelAsync();
        }
    }
}
