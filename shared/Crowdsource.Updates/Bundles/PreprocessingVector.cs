using System.Collections.Immutable;

namespace Crowdsource.Updates.Bundles;

/// <summary>Some pixels of the square input that a picture must become.</summary>
/// <param name="Picture">Path of a PNG in the bundle.</param>
/// <param name="Tolerance">The most levels (of 255) that a channel may differ.</param>
/// <param name="Pixels">The pixels, as x, y, red, green, blue.</param>
public sealed record PreprocessingVector(string Picture, int Tolerance, ImmutableArray<int[]> Pixels);
