using Orleans;

namespace Crowdsource.Domain.Nights;

/// <summary>Why a night was refused, skipped or failed.</summary>
/// <param name="Code">Stable, such as <c>nothing-new</c>.</param>
/// <param name="Text">A sentence with its numbers.</param>
[GenerateSerializer, Immutable, Alias("night-reason")]
public sealed record NightReason(string Code, string Text);
