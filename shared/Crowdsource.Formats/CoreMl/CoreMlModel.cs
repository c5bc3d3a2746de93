namespace Crowdsource.Formats.CoreMl;

/// <summary>What a Core ML file holds.</summary>
/// <param name="Network">The layers with their weights as floats: palettes looked up, scales multiplied into the weights.</param>
/// <param name="Labels">One per output.</param>
public sealed record CoreMlModel(Network Network, IReadOnlyList<string> Labels);
