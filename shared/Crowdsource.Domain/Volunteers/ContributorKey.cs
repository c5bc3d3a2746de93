using Orleans;

namespace Crowdsource.Domain.Volunteers;

/// <summary>How ledgers and snapshots name a contributor: random, and tied to a person only by the volunteer's row, which can be erased.</summary>
[GenerateSerializer, Immutable, Alias("contributor-key")]
public readonly record struct ContributorKey(Guid Value)
{
    public override string ToString() => Value.ToString();
}
