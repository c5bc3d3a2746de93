using Orleans;

namespace Crowdsource.Domain.Campaigns;

/// <summary>A label's number within its campaign, from 1 up; stable when the label is renamed.</summary>
[GenerateSerializer, Immutable, Alias("label-id")]
public readonly record struct LabelId(int Value)
{
    public override string ToString() => Value.ToString();
}
