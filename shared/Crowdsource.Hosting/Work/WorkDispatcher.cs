using System.Diagnostics;
using Crowdsource.Catalogue.Hosts;
using Crowdsource.Catalogue.Work;
using Crowdsource.Contracts.Messages;
using Crowdsource.Contracts.Telemetry;
using Crowdsource.Domain.Work;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crowdsource.Hosting.Work;

/// <summary>
/// Announces open work on the bus: at once when this host owes it, and again when nobody has taken it for a while, so that neither a lost
/// message nor a restart loses work; of several hosts one looks for such work. What is announced twice is claimed once.
/// </summary>
internal sealed partial class WorkDispatcher(
    WorkSignal signal, IWorkQueue queue, Turns turns, IBus bus, TimeProvider clock, ILogger<WorkDispatcher> logger)
    : BackgroundService
{
    private const int MostPerLook = 1000;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>A broker that has not confirmed a message by then is asked again at a later look; nobody waits behind it.</summary>
    private static readonly TimeSpan s_longestPublish = TimeSpan.FromSeconds(20);

    private readonly Dictionary<long, DateTimeOffset> _announced = [];

    /// <summary>What was open at the last look; null before the first, after which nothing is new.</summary>
    private HashSet<long>? _open;

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
            await Guarded(() => Announce(item, cancellationToken), cancellationToken);
        }
    }

    private async Task AnnounceForgotten(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_interval, clock);
        do
        {
            await Guarded(async () =>
            {
                var open = await turns.Take("announce-work", cancellationToken)
                    ? await queue.Open(kind: null, MostPerLook, cancellationToken)
                    : null;
                foreach (var item in Forgotten(open))
                {
                    await Announce(item, cancellationToken);
                }
            }, cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <param name="open">Null when another host looks.</param>
    private List<WorkItem> Forgotten(IReadOnlyList<WorkItem>? open)
    {
        var now = clock.GetUtcNow();
        lock (_announced)
        {
            // Work that is no longer open was taken; when it comes back it is announced at once.
            var ids = open?.Select(item => item.Id).ToHashSet();
            foreach (var gone in _announced
                .Where(entry => entry.Value + s_patience < now || (ids?.Contains(entry.Key) == false && entry.Value + s_interval < now))
                .Select(entry => entry.Key).ToList())
            {
                _announced.Remove(gone);
            }

            var seen = _open;
            _open = ids;
            return [.. open?.Where(item => !_announced.ContainsKey(item.Id) && (seen?.Contains(item.Id) != false || !IsNew(item))) ?? []];
        }
    }

    /// <summary>What was never tried is announced by the host that owes it; if that one has died, at the second look.</summary>
    private static bool IsNew(WorkItem item) => item is { Attempts: 0, NotBefore: null };

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
        using var trace = item.Trace is null ? null : Measures.Traces.StartActivity($"announce {item.Kind}", ActivityKind.Internal, item.Trace);
        using var limit = new CancellationTokenSource(s_longestPublish, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await bus.Publish(
                message,
                message.GetType(),
                Pipe.Execute<PublishContext>(context => context.Headers.Set(Correlation.Key, item.Correlation)),
                either.Token).WaitAsync(either.Token);
        }
        catch (Exception)
        {
            // Nobody has heard of it: the next look announces it again.
            lock (_announced)
            {
                _announced.Remove(item.Id);
            }

            throw;
        }
    }

    private async Task Guarded(Func<Task> announce, CancellationToken cancellationToken)
    {
        try
        {
            await announce();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "Open work could not be announced; trying again shortly.")]
    private partial void LogFailed(Exception exception);
}
