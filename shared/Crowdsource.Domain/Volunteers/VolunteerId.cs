using Orleans;

namespace Crowdsource.Domain.Volunteers;

[GenerateSerializer, Immutable, Alias("volunteer-id")]
public readonly record struct VolunteerId(Guid Value)
{
    /// <summary>Stands where a volunteer was erased.</summary>
    public static VolunteerId Nobody => default;

    public override string ToString() => Value.ToString();
}
