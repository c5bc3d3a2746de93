using MassTransit;

namespace Crowdsource.Augmenter.Tests.Bus;

/// <summary>Fails the first message that is published.</summary>
internal sealed class FailedOnce : IPublishObserver
{
    private int _published;

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Interlocked.Increment(ref _published) == 1 ? throw new IOException("The broker hung up.") : Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
