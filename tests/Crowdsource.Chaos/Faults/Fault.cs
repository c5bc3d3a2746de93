namespace Crowdsource.Chaos.Faults;

/// <summary>Something that goes wrong.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Strike">Does it, and ends when it is over: from then on the cluster recovers by itself.</param>
/// <param name="IsSeen">Whether clients may have to repeat a request.</param>
public sealed record Fault(string Name, Func<CancellationToken, Task> Strike, bool IsSeen = true);
