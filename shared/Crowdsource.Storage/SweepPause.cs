namespace Crowdsource.Storage;

/// <summary>Lets one thing at a time happen in a process: a sweep that deletes blobs, or a backup that needs every blob to stay.</summary>
public sealed class SweepPause : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Waits for the other to finish, and keeps it out until the turn is disposed.</summary>
    public async Task<IDisposable> Take(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private SemaphoreSlim? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
    }
}
