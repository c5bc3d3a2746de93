using System.Collections.Immutable;

namespace Crowdsource.Updates.Bundles;

/// <summary>What the model must answer before a phone activates it: <c>golden/golden.json</c>.</summary>
/// <param name="Tolerance">The most that a probability may differ on this artifact's engine; 0 to 1.</param>
/// <param name="Tensors">Inputs as the network takes them, 16-bit floats, little-endian: they test the engine alone.</param>
/// <param name="Pictures">PNG files: they test decoding and preprocessing too.</param>
public sealed record GoldenExamples(float Tolerance, ImmutableArray<GoldenExample> Tensors, ImmutableArray<GoldenExample> Pictures);
