using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Audit;

/// <summary>Something that staff did, or tried to do (append-only). An effect's row is written in the transaction of the effect.</summary>
[GenerateSerializer, Immutable, Alias("audit-entry")]
public sealed record AuditEntry
{
    /// <summary>Groups the rows of one request: a bulk request has one for each thing that it changed.</summary>
    [Id(0)] public required Guid Request { get; init; }

    /// <summary>The token's id.</summary>
    [Id(1)] public required Guid Actor { get; init; }

    /// <summary>What the token was called then.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>The operation's name in the API, such as <c>ReviewSubmission</c>.</summary>
    [Id(3)] public required string Action { get; init; }

    /// <summary>What it was done to: kind and id, such as <c>campaign/fruit</c>.</summary>
    [Id(4)] public required string Subject { get; init; }
    [Id(5)] public CampaignId? Campaign { get; init; }

    /// <summary><see cref="Done"/>, <see cref="Unchanged"/>, or the code of the problem that was answered.</summary>
    [Id(6)] public required string Outcome { get; init; }
    [Id(7)] public required DateTimeOffset At { get; init; }

    /// <summary>By which operators find the request in the log.</summary>
    [Id(8)] public string? Correlation { get; init; }

    public const string Done = "done";

    /// <summary>It was so before.</summary>
    public const string Unchanged = "unchanged";
}
