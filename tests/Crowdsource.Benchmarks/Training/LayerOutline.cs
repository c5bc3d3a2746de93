using Crowdsource.Formats.Layers;

namespace Crowdsource.Benchmarks.Training;

/// <summary>A layer without its weights.</summary>
/// <param name="Kind">conv, add or pool.</param>
/// <param name="Name">The first part of its tensors' names.</param>
/// <param name="With">For add: the earlier layer.</param>
/// <param name="Stride">For conv, in pixels.</param>
/// <param name="Groups">For conv.</param>
/// <param name="Padding">For conv: left, right, top, bottom, as torch pads.</param>
/// <param name="Relu6">For conv: whether it is clamped.</param>
internal sealed record LayerOutline(string Kind, string Name, string? With = null, int Stride = 1, int Groups = 1, int[]? Padding = null, bool Relu6 = false)
{
    public static LayerOutline Of(Layer layer) => layer switch
    {
        Convolution c => new(
            "conv", c.Name, Stride: c.Stride, Groups: c.Groups, Padding: [c.Padding.Left, c.Padding.Right, c.Padding.Top, c.Padding.Bottom],
            Relu6: c.Activation == Activation.Relu6),
        Add a => new("add", a.Name, a.With),
        GlobalAveragePool p => new("pool", p.Name),
        _ => throw new NotSupportedException(layer.Name),
    };
}
