namespace Crowdsource.Catalogue.Sqlite;

/// <summary>A unit that waits for its turn and for the commit that makes it durable.</summary>
internal abstract class WriteUnit(CancellationToken cancellationToken)
{
    private Exception? _failure;

    public CancellationToken CancellationToken => cancellationToken;

    public abstract Task Run(CatalogueDb db, CancellationToken cancellationToken);

    /// <summary>The unit has no effect; its caller hears so after the commit, since it may have seen what the units before it wrote.</summary>
    public void WillFail(Exception failure) => _failure = failure;

    public void End(Exception? batchFailure)
    {
        if ((batchFailure ?? _failure) is { } failure)
        {
            Fail(failure);
        }
        else
        {
            Succeed();
        }
    }

    protected abstract void Succeed();

    protected abstract void Fail(Exception failure);
}

internal sealed class WriteUnit<T>(Func<CatalogueDb, CancellationToken, Task<T>> unit, CancellationToken cancellationToken)
    : WriteUnit(cancellationToken)
{
    // Continuations leave the writer's thread at once.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Done => _done.Task;

    public override async Task Run(CatalogueDb db, CancellationToken cancellationToken) => _result = await unit(db, cancellationToken);

    protected override void Succeed() => _done.SetResult(_result!);

    protected override void Fail(Exception failure)
    {
        if (failure is OperationCanceledException && CancellationToken.IsCancellationRequested)
        {
            _done.SetCanceled(CancellationToken);
        }
        else
        {
            _done.SetException(failure);
        }
    }
}
