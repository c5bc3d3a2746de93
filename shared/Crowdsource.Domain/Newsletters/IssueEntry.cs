using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Newsletters;

/// <summary>A published issue (append-only); (Campaign, Number) is unique.</summary>
[GenerateSerializer, Immutable, Alias("issue-entry")]
public sealed record IssueEntry
{
    [Id(0)] public required CampaignId Campaign { get; init; }
    [Id(1)] public required int Number { get; init; }
    [Id(2)] public required string Title { get; init; }
    [Id(3)] public required DateTimeOffset PublishedAt { get; init; }
}
