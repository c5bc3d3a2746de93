namespace Crowdsource.Domain.Work;

/// <summary>What a state owes: written in the transaction that stores the state, closed in the one that stores the effect.</summary>
public sealed class WorkItem
{
    public long Id { get; init; }

    /// <summary>One of <see cref="WorkKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about: a grain's key.</summary>
    public required string Subject { get; init; }

    /// <summary>Unique: the same debt is owed once.</summary>
    public required string Key { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The request that caused it, so that one identifier leads through all logs; null when none did.</summary>
    public string? Correlation { get; init; }

    /// <summary>The W3C <c>traceparent</c> of what caused it, so that one trace leads to whoever carries it out; null when nobody traces.</summary>
    public string? Trace { get; init; }

    /// <summary>Counted before an attempt begins.</summary>
    public int Attempts { get; set; }

    /// <summary>Attempts that were given back because the whole host died in them, which says little about this work.</summary>
    public int Interruptions { get; set; }

    /// <summary>Rises with each claim; who holds an older one is refused.</summary>
    public int Fence { get; set; }

    public DateTimeOffset? NotBefore { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public string? LastError { get; set; }
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>Set when the attempts are used up: a dead letter, for an operator to see and retry.</summary>
    public DateTimeOffset? DeadAt { get; set; }
}
