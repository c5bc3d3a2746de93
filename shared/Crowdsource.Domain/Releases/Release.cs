using Orleans;

namespace Crowdsource.Domain.Releases;

/// <summary>A version offered on a channel.</summary>
/// <param name="Version">The model version.</param>
/// <param name="At">Since when.</param>
[GenerateSerializer, Immutable, Alias("release")]
public sealed record Release(int Version, DateTimeOffset At);
