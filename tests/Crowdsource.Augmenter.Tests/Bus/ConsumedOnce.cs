using Crowdsource.Contracts.Messages;
using MassTransit;

namespace Crowdsource.Augmenter.Tests.Bus;

/// <summary>Completes when the bus has had a message consumed.</summary>
internal sealed class ConsumedOnce : IConsumeObserver
{
    private readonly TaskCompletionSource<IWorkAvailable?> _consumed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The message.</summary>
    public Task<IWorkAvailable?> Completed => _consumed.Task;

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        _consumed.TrySetResult(context.Message as IWorkAvailable);
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class
    {
        _consumed.TrySetException(exception);
        return Task.CompletedTask;
    }
}
