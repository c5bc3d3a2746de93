namespace Crowdsource.Formats.Layers;

/// <summary>The shape of one image between two layers, without the batch: channels × height × width.</summary>
/// <param name="Channels">Number of channels, 1 or more.</param>
/// <param name="Height">Rows; 1 after pooling.</param>
/// <param name="Width">Columns; 1 after pooling.</param>
public readonly record struct ActivationShape(int Channels, int Height, int Width);
