using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Volunteers;

/// <summary>A row of the consent ledger (append-only).</summary>
[GenerateSerializer, Immutable, Alias("consent-entry")]
public sealed record ConsentEntry
{
    [Id(0)] public required ContributorKey Contributor { get; init; }
    [Id(1)] public required CampaignId Campaign { get; init; }
    [Id(2)] public required int Version { get; init; }
    [Id(3)] public required bool Newsletter { get; init; }
    [Id(4)] public required DateTimeOffset At { get; init; }
    [Id(5)] public bool Location { get; init; }
}
