using System.Collections.Concurrent;

namespace Crowdsource.AllInOne.Tests.Faults;

/// <summary>What clients were told, and only that: a request whose answer was cut off leaves no line.</summary>
internal sealed class ClientLog
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

    /// <summary>Versions in the order in which a phone saw them.</summary>
    public ConcurrentQueue<int> Versions { get; } = new();

    /// <summary>What a client must never see.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();
}
