using Orleans;

namespace Crowdsource.Domain.Models;

/// <summary>How an artifact answers beside 32-bit weights, on photos and variants that calibrated nothing.</summary>
/// <param name="Photos">Photos and variants of them that both answered.</param>
/// <param name="Agreement">Share with the same likeliest label, 0 to 1.</param>
/// <param name="AccuracyLost">Share of right answers of the reference minus that of the artifact, −1 to 1.</param>
/// <param name="AccuracyLostAtMost">Upper end of the two-sided 95 % interval of <paramref name="AccuracyLost"/>, paired.</param>
[GenerateSerializer, Immutable, Alias("artifact-parity")]
public sealed record ArtifactParity(int Photos, double Agreement, double AccuracyLost, double AccuracyLostAtMost);
