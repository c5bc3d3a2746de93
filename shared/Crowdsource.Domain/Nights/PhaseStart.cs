using Orleans;

namespace Crowdsource.Domain.Nights;

/// <param name="Phase">The phase that the last attempt entered.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("phase-start")]
public sealed record PhaseStart(NightPhase Phase, DateTimeOffset At);
