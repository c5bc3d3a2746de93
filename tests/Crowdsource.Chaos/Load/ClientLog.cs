using System.Collections.Concurrent;

namespace Crowdsource.Chaos.Load;

/// <summary>What clients were told, and only that: a request whose answer was cut off leaves no line.</summary>
public sealed class ClientLog
{
    /// <summary>Photos that were answered with 201 or 200.</summary>
    public ConcurrentBag<Guid> Acknowledged { get; } = [];

    /// <summary>Photos whose withdrawal was confirmed.</summary>
    public ConcurrentBag<Guid> Withdrawn { get; } = [];

    /// <summary>Photos of volunteers whose erasure was confirmed.</summary>
    public ConcurrentBag<Guid> Erased { get; } = [];

    /// <summary>Verdicts that were confirmed: accepted or not.</summary>
    public ConcurrentDictionary<Guid, bool> Reviewed { get; } = new();

    /// <summary>Nights whose opening was confirmed.</summary>
    public ConcurrentBag<int> Nights { get; } = [];

    /// <summary>Versions that phones saw.</summary>
    public ConcurrentQueue<int> Versions { get; } = new();

    /// <summary>What a client must never see.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Requests that had to be repeated, each by what was seen: a status, or that the answer was cut off.</summary>
    public ConcurrentQueue<string> Troubles { get; } = new();

    /// <summary>From a photo's first request to its acknowledgement.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();
}
