namespace Crowdsource.Formats.Layers;

/// <summary>A residual: the output of the layer before plus that of an earlier one, of the same shape.</summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="With">The name of the earlier layer.</param>
public sealed record Add(string Name, string With) : Layer(Name)
{
    internal override ActivationShape Validate(ActivationShape input, Func<string, ActivationShape?> earlier)
    {
        var other = earlier(With);
        Require(other is not null, $"there is no earlier layer '{With}'");
        Require(other == input, $"'{With}' has another shape");
        return input;
    }
}
