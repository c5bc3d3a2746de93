namespace Crowdsource.Formats.Layers;

/// <summary>One step of a <see cref="Network"/>. Its input is the output of the layer before it.</summary>
/// <param name="Name">Unique in its network and stable from night to night: files and checkpoints refer to it.</param>
public abstract record Layer(string Name)
{
    /// <summary>The shape of this layer's output.</summary>
    /// <param name="input">The output of the layer before.</param>
    /// <param name="earlier">The output of any earlier layer, by its name; null if there is none.</param>
    /// <exception cref="ArgumentException">The layer does not fit what comes before it, or its weights do not fit its shape.</exception>
    internal abstract ActivationShape Validate(ActivationShape input, Func<string, ActivationShape?> earlier);

    private protected void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new ArgumentException($"{otherwise}.", Name);
        }
    }

    private protected void RequireWeights(float[] values, long count, string what)
    {
        Require(values.Length == count, $"{count} {what} expected, {values.Length} given");
        Require(Array.TrueForAll(values, float.IsFinite), $"its {what} are not all finite numbers");
    }
}
