using System.Collections.Concurrent;
using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Work;

namespace Crowdsource.Grains.Tests;

/// <summary>Tells tests when work is owed.</summary>
internal sealed class OwedSignal : IWorkSignal
{
    private readonly ConcurrentDictionary<(string Kind, string Subject), TaskCompletionSource> _owed = new();

    public void Owed(IReadOnlyList<WorkItem> items)
    {
        foreach (var item in items)
        {
            Of(item.Kind, item.Subject).TrySetResult();
        }
    }

    /// <summary>Completes once this work is owed; a test that waits in vain fails.</summary>
    public Task WhenOwed(string kind, string subject) => Of(kind, subject).Task.WaitAsync(TimeSpan.FromMinutes(1));

    private TaskCompletionSource Of(string kind, string subject) =>
        _owed.GetOrAdd((kind, subject), _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
