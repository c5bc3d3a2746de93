namespace Crowdsource.Inference;

/// <summary>What made a photo's activations: those of one origin can be trained on together, those of two cannot.</summary>
public static class ActivationOrigin
{
    /// <param name="extractor">See <see cref="TrunkExtractor.Id"/>.</param>
    /// <param name="recipe">The identity of the recipe that made the variants.</param>
    public static string Of(string extractor, string recipe) => $"{extractor}+{recipe}";
}
