using System.Threading.Channels;
using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Work;

namespace Crowdsource.Hosting.Work;

/// <summary>Hands new work from the catalogue's writer to the dispatcher. When it is full it drops: the dispatcher finds open work by polling.</summary>
internal sealed class WorkSignal : IWorkSignal
{
    private readonly Channel<WorkItem> _items = Channel.CreateBounded<WorkItem>(
        new BoundedChannelOptions(10_000) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    public ChannelReader<WorkItem> Items => _items.Reader;

    public void Owed(IReadOnlyList<WorkItem> items)
    {
        foreach (var item in items)
        {
            _items.Writer.TryWrite(item);
        }
    }
}
