namespace Crowdsource.Formats.Layers;

/// <summary>A fully connected layer over pooled features.</summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Inputs">Number of features.</param>
/// <param name="Outputs">Number of results.</param>
/// <param name="Weights">Outputs × inputs, row-major.</param>
/// <param name="Bias">One per output.</param>
public sealed record Linear(string Name, int Inputs, int Outputs, float[] Weights, float[] Bias) : Layer(Name)
{
    internal override ActivationShape Validate(ActivationShape input, Func<string, ActivationShape?> earlier)
    {
        Require(Inputs > 0 && Outputs > 0, "sizes must be positive");
        Require(input == new ActivationShape(Inputs, 1, 1), $"{Inputs} pooled features expected");
        RequireWeights(Weights, (long)Inputs * Outputs, "weights");
        RequireWeights(Bias, Outputs, "biases");
        return new ActivationShape(Outputs, 1, 1);
    }
}
