using Orleans;

namespace Crowdsource.Domain.Releases;

/// <summary>A version that a share of the devices gets, while the others stay on what is offered to all.</summary>
/// <param name="Version">The model version.</param>
/// <param name="Share">How many of <see cref="Cohort.Places"/> devices, 1 to 9,999.</param>
/// <param name="Salt">Orders the devices, see <see cref="Cohort"/>.</param>
/// <param name="At">Since when with this share.</param>
[GenerateSerializer, Immutable, Alias("trial")]
public sealed record Trial(int Version, int Share, string Salt, DateTimeOffset At);
