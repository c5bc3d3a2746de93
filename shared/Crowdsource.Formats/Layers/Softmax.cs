namespace Crowdsource.Formats.Layers;

/// <summary>Logits become probabilities that add up to 1.</summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
public sealed record Softmax(string Name) : Layer(Name)
{
    internal override ActivationShape Validate(ActivationShape input, Func<string, ActivationShape?> earlier)
    {
        Require(input is { Height: 1, Width: 1 }, "it follows pooled features or logits only");
        return input;
    }
}
