using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Convolution = Crowdsource.Formats.Layers.Convolution;
using Linear = Crowdsource.Formats.Layers.Linear;
using Softmax = Crowdsource.Formats.Layers.Softmax;

namespace Crowdsource.Learning;

/// <summary>
/// A <see cref="Network"/> that can be trained: the same layer list that the format writers write. While it is trained, convolutions may be
/// followed by batch normalisation, which <see cref="Export"/> folds away, so that what leaves is again a plain layer list.
/// </summary>
/// <remarks>Input: float32, batch × channels × height × width. Output: batch × classes (or features), or activations before pooling.</remarks>
internal sealed class NetworkModule : Module<Tensor, Tensor>
{
    private const double NormalisationEpsilon = 1e-5;

    private readonly Network _network;
    private readonly Dictionary<string, (Parameter Weight, Parameter Bias)> _trained = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BatchNorm2d> _normalisations = new(StringComparer.Ordinal);

    /// <param name="network">Weights are copied into torch.</param>
    /// <param name="normalise">Convolutions that are trained with batch normalisation after them; their bias is not trained.</param>
    /// <param name="frozen">Layers that are never changed.</param>
    public NetworkModule(Network network, Func<Convolution, bool>? normalise = null, Func<Layer, bool>? frozen = null)
        : base(network.Name)
    {
        _network = network;
        foreach (var layer in network.Layers)
        {
            switch (layer)
            {
                case Convolution c:
                    var normalised = normalise?.Invoke(c) == true;
                    Add(c, tensor(c.Weights, [c.OutChannels, c.InChannels / c.Groups, c.Kernel, c.Kernel]), c.Bias, frozen, trainBias: !normalised);
                    if (normalised)
                    {
                        // The momentum is high because a night from scratch has few steps.
                        var norm = BatchNorm2d(c.OutChannels, NormalisationEpsilon, momentum: 0.2);
                        _normalisations.Add(c.Name, norm);
                        register_module(Registered(c.Name) + "_norm", norm);
                    }

                    break;
                case Linear l:
                    Add(l, tensor(l.Weights, [l.Outputs, l.Inputs]), l.Bias, frozen, trainBias: true);
                    break;
            }
        }
    }

    public override Tensor forward(Tensor input)
    {
        // Only what a later residual asks for is kept.
        var residuals = new Dictionary<string, Tensor?>(StringComparer.Ordinal);
        foreach (var add in _network.Layers.OfType<Add>())
        {
            residuals[add.With] = null;
        }

        var x = input;
        foreach (var layer in _network.Layers)
        {
            x = layer switch
            {
                Convolution c => Convolve(c, x),
                Add a => x + residuals[a.With]!,
                GlobalAveragePool => x.mean([2, 3]),
                Linear l => functional.linear(x, _trained[l.Name].Weight, _trained[l.Name].Bias),
                Softmax => x.softmax(1),
                _ => throw new NotSupportedException($"No torch module for {layer.GetType().Name}."),
            };
            if (residuals.ContainsKey(layer.Name))
            {
                residuals[layer.Name] = x;
            }
        }

        return x;
    }

    /// <summary>The layer list with the trained weights; batch normalisation is folded with its running statistics.</summary>
    public Network Export()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return new Network(_network.Name, _network.Input, _network.Layers.Select(layer => layer switch
        {
            Convolution c => Fold(c),
            Linear l => l with { Weights = Values(_trained[l.Name].Weight), Bias = Values(_trained[l.Name].Bias) },
            _ => layer,
        }));
    }

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    // torch allows no dot in the name of a parameter.
    private static string Registered(string name) => name.Replace('.', '_');

    private void Add(Layer layer, Tensor weight, float[] bias, Func<Layer, bool>? frozen, bool trainBias)
    {
        var train = frozen?.Invoke(layer) != true;
        var pair = (new Parameter(weight, requires_grad: train), new Parameter(tensor(bias), requires_grad: train && trainBias));
        register_parameter(Registered(layer.Name) + "_weight", pair.Item1);
        register_parameter(Registered(layer.Name) + "_bias", pair.Item2);
        _trained.Add(layer.Name, pair);
    }

    private Tensor Convolve(Convolution c, Tensor x)
    {
        var (weight, bias) = _trained[c.Name];
        var p = c.Padding;
        var symmetric = p.Top == p.Bottom && p.Left == p.Right;
        var padded = symmetric ? x : functional.pad(x, [p.Left, p.Right, p.Top, p.Bottom]);
        var y = functional.conv2d(
            padded, weight, bias, strides: [c.Stride, c.Stride], padding: symmetric ? [p.Top, p.Left] : [0, 0], dilation: [1, 1], groups: c.Groups);
        if (_normalisations.TryGetValue(c.Name, out var norm))
        {
            y = norm.forward(y);
        }

        return c.Activation == Activation.Relu6 ? functional.relu6(y) : y;
    }

    private Convolution Fold(Convolution c)
    {
        var (weight, bias) = _trained[c.Name];
        if (!_normalisations.TryGetValue(c.Name, out var norm))
        {
            return c with { Weights = Values(weight), Bias = Values(bias) };
        }

        var scale = norm.weight! / (norm.running_var! + NormalisationEpsilon).sqrt();
        return c with
        {
            Weights = Values(weight * scale.reshape(-1, 1, 1, 1)),
            Bias = Values(((bias - norm.running_mean!) * scale) + norm.bias!),
        };
    }
}
