using Orleans;

namespace Crowdsource.Domain.Volunteers;

[GenerateSerializer, Immutable, Alias("volunteer-id")]
public readonly record struct VolunteerId(Guid Value)
{
    public override string ToString() => Value.ToString();
}
