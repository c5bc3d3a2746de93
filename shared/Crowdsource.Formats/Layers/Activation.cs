namespace Crowdsource.Formats.Layers;

/// <summary>What is applied to a convolution's result.</summary>
public enum Activation
{
    /// <summary>Nothing: the layer is linear.</summary>
    None,

    /// <summary>Clamped to [0, 6].</summary>
    Relu6,
}
