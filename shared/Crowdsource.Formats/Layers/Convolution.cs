namespace Crowdsource.Formats.Layers;

/// <summary>A 2-D convolution with bias; batch normalisation is folded into its weights.</summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="InChannels">Channels of the input.</param>
/// <param name="OutChannels">Channels of the output.</param>
/// <param name="Kernel">Width and height of the kernel in pixels.</param>
/// <param name="Stride">Step in pixels, the same in both directions.</param>
/// <param name="Groups">1, or <paramref name="InChannels"/> for a depthwise convolution.</param>
/// <param name="Padding">Zeros around the input.</param>
/// <param name="Activation">What is applied to the result.</param>
/// <param name="Weights">Out × in/groups × kernel × kernel (OIHW), row-major.</param>
/// <param name="Bias">One per output channel.</param>
public sealed record Convolution(
    string Name, int InChannels, int OutChannels, int Kernel, int Stride, int Groups, Padding Padding, Activation Activation,
    float[] Weights, float[] Bias) : Layer(Name)
{
    /// <summary>Whether every channel is convolved by itself.</summary>
    public bool IsDepthwise => Groups == InChannels && Groups > 1;

    internal override ActivationShape Validate(ActivationShape input, Func<string, ActivationShape?> earlier)
    {
        Require(InChannels > 0 && OutChannels > 0 && Kernel > 0 && Stride > 0 && Groups > 0, "sizes must be positive");
        Require(InChannels % Groups == 0 && OutChannels % Groups == 0, $"{Groups} groups do not divide its channels");
        Require(input.Channels == InChannels, $"{InChannels} channels expected, {input.Channels} come in");
        Require(Padding is { Top: >= 0, Left: >= 0, Bottom: >= 0, Right: >= 0 }, "padding must not be negative");
        var height = input.Height + Padding.Top + Padding.Bottom;
        var width = input.Width + Padding.Left + Padding.Right;
        Require(height >= Kernel && width >= Kernel, "the kernel is larger than the padded input");
        RequireWeights(Weights, (long)OutChannels * (InChannels / Groups) * Kernel * Kernel, "weights");
        RequireWeights(Bias, OutChannels, "biases");
        return new ActivationShape(OutChannels, ((height - Kernel) / Stride) + 1, ((width - Kernel) / Stride) + 1);
    }
}
