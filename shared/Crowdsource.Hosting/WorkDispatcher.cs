using Crowdsource.Catalogue.Work;
using Crowdsource.Contracts.Messages;
using Crowdsource.Domain.Work;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crowdsource.Hosting;

/// <summary>
/// Announces open work on the bus: at once when it is owed, and again when nobody has taken it for a while, so that neither a lost
/// message nor a restart loses work. What is announced twice is claimed once.
/// </summary>
internal sealed partial class WorkDispatcher(WorkSignal signal, IWorkQueue queue, IBus bus, TimeProvider clock, ILogger<WorkDispatcher> logger)
    : BackgroundService
{
    private const int MostPerLook = 1000;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<long, DateTimeOffset> _announced = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(AnnounceOwed(stoppingToken), AnnounceForgotten(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; open work is announced again at the next start.
        }
    }

    private async Task AnnounceOwed(CancellationToken cancellationToken)
    {
        await foreach (var item in signal.Items.ReadAllAsync(cancellationToken))
        {
            await Guarded(() => Announce(item, cancellationToken));
        }
    }

    private async Task AnnounceForgotten(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_interval, clock);
        do
        {
            await Guarded(async () =>
            {
                var open = await queue.Open(kind: null, MostPerLook, cancellationToken);
                foreach (var item in Forgotten(open))
                {
                    await Announce(item, cancellationToken);
                }
            });
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private List<WorkItem> Forgotten(IReadOnlyList<WorkItem> open)
    {
        var now = clock.GetUtcNow();
        lock (_announced)
        {
            // Work that is no longer open was taken; when it comes back it is announced at once.
            var ids = open.Select(item => item.Id).ToHashSet();
            foreach (var gone in _announced.Where(entry => !ids.Contains(entry.Key) && entry.Value + s_interval < now).Select(entry => entry.Key).ToList())
            {
                _announced.Remove(gone);
            }

            return [.. open.Where(item => !_announced.TryGetValue(item.Id, out var at) || at + s_patience < now)];
        }
    }

    private async Task Announce(WorkItem item, CancellationToken cancellationToken)
    {
        lock (_announced)
        {
            _announced[item.Id] = clock.GetUtcNow();
        }

        object message = item.Kind switch
        {
            WorkKind.ProcessPhoto => new ProcessPhoto(item.Id),
            WorkKind.RunNight => new RunNight(item.Id),
            WorkKind.ReleaseModel => new ReleaseModel(item.Id),
            WorkKind.EraseVolunteer => new EraseVolunteer(item.Id),
            _ => throw new InvalidOperationException($"Nobody carries out work of the kind '{item.Kind}'."),
        };
        await bus.Publish(
            message,
            message.GetType(),
            Pipe.Execute<PublishContext>(context => context.Headers.Set(Correlation.Key, item.Correlation)),
            cancellationToken);
    }

    private async Task Guarded(Func<Task> announce)
    {
        try
        {
            await announce();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "Open work could not be announced; trying again shortly.")]
    private partial void LogFailed(Exception exception);
}
