using Crowdsource.Formats.CoreMl.Proto;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Palettes;
using Google.Protobuf.Collections;

namespace Crowdsource.Formats.CoreMl;

/// <summary>Writes one layer of a network after another as one to three layers of Core ML.</summary>
/// <remarks>
/// A lookup table of Core ML is one for a whole tensor and knows no scale per channel. So the convolution works on scaled weights without a
/// bias, and a <c>scale</c> layer after it multiplies each channel back and adds the bias. Equalising the layers instead (moving scales across
/// them) would leave the file without scale layers, but is not exact here: ReLU6 clips at 6 whatever the scale.
/// </remarks>
internal sealed class LayerWriter(RepeatedField<NeuralNetworkLayer> layers, CoreMlPrecision precision)
{
    // Counted from the end, so that it holds with and without a leading dimension: […, channels, 1, 1] and […, labels].
    internal const long ChannelAxis = -3, LabelAxis = -1;

    private string _previous = CoreMlWriter.InputName;

    /// <param name="layer">The next layer of the network.</param>
    /// <param name="result">What its output is called.</param>
    public void Add(Layer layer, string result)
    {
        switch (layer)
        {
            case Convolution c:
                Add(c, result);
                break;
            case Add a:
                Append(a.Name, result, new NeuralNetworkLayer { AddBroadcastable = new AddBroadcastableParams() }, a.With);
                break;
            case GlobalAveragePool p:
                Append(p.Name, $"{p.Name}.mean", new NeuralNetworkLayer
                {
                    Pooling = new PoolingParams { Type = PoolingParams.Types.PoolingType.Average, GlobalPooling = true, Valid = new ValidPadding() },
                });
                Append($"{p.Name}.flatten", result, new NeuralNetworkLayer { FlattenTo2D = new FlattenParams { Axis = ChannelAxis } });
                break;
            case Linear l:
                Append(l.Name, result, new NeuralNetworkLayer
                {
                    InnerProduct = new InnerProductParams
                    {
                        InputChannels = (ulong)l.Inputs,
                        OutputChannels = (ulong)l.Outputs,
                        HasBias = true,
                        Weights = precision == CoreMlPrecision.Half ? StoredWeights.Halves(l.Weights) : StoredWeights.OnGrid(l.Weights, l.Outputs),
                        Bias = StoredWeights.Halves(l.Bias),
                    },
                });
                break;
            case Softmax s:
                Append(s.Name, result, new NeuralNetworkLayer { SoftmaxNd = new SoftmaxParams { Axis = LabelAxis } });
                break;
            default:
                throw new NotSupportedException($"Core ML: no layer is known for '{layer.Name}' ({layer.GetType().Name}).");
        }
    }

    private void Add(Convolution c, string result)
    {
        var linear = c.Activation == Activation.Relu6 ? $"{c.Name}.linear" : result;
        var convolution = new ConvolutionParams
        {
            OutputChannels = (ulong)c.OutChannels,
            KernelChannels = (ulong)(c.InChannels / c.Groups),
            NGroups = (ulong)c.Groups,
            KernelSize = { (ulong)c.Kernel, (ulong)c.Kernel },
            Stride = { (ulong)c.Stride, (ulong)c.Stride },
            DilationFactor = { 1, 1 },
            Valid = new ValidPadding
            {
                PaddingAmounts = new BorderAmounts { BorderAmounts_ = { Edges(c.Padding.Top, c.Padding.Bottom), Edges(c.Padding.Left, c.Padding.Right) } },
            },
        };
        if (precision == CoreMlPrecision.Half)
        {
            convolution.Weights = StoredWeights.Halves(c.Weights);
            convolution.Bias = StoredWeights.Halves(c.Bias);
            convolution.HasBias = true;
            Append(c.Name, linear, new NeuralNetworkLayer { Convolution = convolution });
        }
        else
        {
            var weights = PalettedWeights.Compress(c.Weights, c.OutChannels);
            convolution.Weights = StoredWeights.LookedUp(weights.Palette);
            Append(c.Name, $"{c.Name}.unscaled", new NeuralNetworkLayer { Convolution = convolution });
            Append($"{c.Name}.scale", linear, new NeuralNetworkLayer
            {
                Scale = new ScaleParams
                {
                    ShapeScale = { (ulong)c.OutChannels, 1, 1 },
                    Scale = StoredWeights.Halves(weights.Scales),
                    HasBias = true,
                    ShapeBias = { (ulong)c.OutChannels, 1, 1 },
                    Bias = StoredWeights.Halves(c.Bias),
                },
            });
        }

        if (c.Activation == Activation.Relu6)
        {
            Append($"{c.Name}.relu6", result, new NeuralNetworkLayer { Clip = new ClipParams { MinVal = 0, MaxVal = 6 } });
        }
    }

    private void Append(string name, string result, NeuralNetworkLayer layer, string? with = null)
    {
        layer.Name = name;
        if (with is not null)
        {
            layer.Input.Add(with);
        }

        layer.Input.Add(_previous);
        layer.Output.Add(result);
        layers.Add(layer);
        _previous = result;
    }

    private static BorderAmounts.Types.EdgeSizes Edges(int start, int end) => new() { StartEdgeSize = (ulong)start, EndEdgeSize = (ulong)end };
}
