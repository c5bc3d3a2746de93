namespace Crowdsource.Formats.Layers;

/// <summary>The mean of each channel: C×H×W becomes C×1×1, the features of the image.</summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
public sealed record GlobalAveragePool(string Name) : Layer(Name)
{
    internal override ActivationShape Validate(ActivationShape input, Func<string, ActivationShape?> earlier) => new(input.Channels, 1, 1);
}
