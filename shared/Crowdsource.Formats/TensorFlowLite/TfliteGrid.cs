namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>What the codes of an integer tensor stand for: (code − zero point) × scale.</summary>
/// <param name="Scales">One, or one for each channel.</param>
/// <param name="ZeroPoints">As many.</param>
/// <param name="ChannelAxis">The axis that the scales follow; 0 with one scale.</param>
internal sealed record TfliteGrid(float[] Scales, long[] ZeroPoints, int ChannelAxis);
