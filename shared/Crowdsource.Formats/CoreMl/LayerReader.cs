using Crowdsource.Formats.CoreMl.Proto;
using Crowdsource.Formats.Layers;
using Google.Protobuf.Collections;
using Kind = Crowdsource.Formats.CoreMl.Proto.NeuralNetworkLayer.LayerOneofCase;

namespace Crowdsource.Formats.CoreMl;

/// <summary>Reads the layers that <see cref="LayerWriter"/> wrote: several of Core ML's become one of the network's.</summary>
internal sealed class LayerReader(RepeatedField<NeuralNetworkLayer> layers)
{
    // No network here comes near; larger numbers could overflow where sizes are multiplied.
    private const int MaxSize = ushort.MaxValue;

    private readonly Dictionary<string, string> _layerOfBlob = new(StringComparer.Ordinal);
    private string _previous = CoreMlWriter.InputName;
    private int _next;

    /// <exception cref="InvalidDataException">The layers are no chain, or others than are written.</exception>
    public List<Layer> Read()
    {
        var result = new List<Layer>();
        while (_next < layers.Count)
        {
            var layer = Next();
            _layerOfBlob[_previous] = layer.Name;
            result.Add(layer);
        }

        return result;
    }

    /// <summary>A size that can be multiplied with others.</summary>
    /// <exception cref="InvalidDataException">It is too large.</exception>
    public static int Size(ulong size) => size <= MaxSize ? (int)size : throw new InvalidDataException($"a size of {size} is too large");

    private Layer Next()
    {
        var layer = Take();
        switch (layer.LayerCase)
        {
            case Kind.Convolution:
                return Convolve(layer.Name, layer.Convolution);
            case Kind.AddBroadcastable:
                return new Add(layer.Name, _layerOfBlob.GetValueOrDefault(layer.Input[0], layer.Input[0]));
            case Kind.Pooling when layer.Pooling is { Type: PoolingParams.Types.PoolingType.Average, GlobalPooling: true }:
                Require(Take(Kind.FlattenTo2D) is { FlattenTo2D.Axis: LayerWriter.ChannelAxis }, layer, "is not followed by a flattening of channels");
                return new GlobalAveragePool(layer.Name);
            case Kind.InnerProduct when layer.InnerProduct is { HasBias: true } p:
                var outputs = Size(p.OutputChannels);
                return new Linear(layer.Name, Size(p.InputChannels), outputs, StoredWeights.Read(p.Weights, outputs), StoredWeights.Read(p.Bias, 1));
            case Kind.SoftmaxNd when layer.SoftmaxNd.Axis == LayerWriter.LabelAxis:
                return new Softmax(layer.Name);
            default:
                throw new InvalidDataException($"layer '{layer.Name}' is of a kind that is not written here");
        }
    }

    private Convolution Convolve(string name, ConvolutionParams c)
    {
        var channels = Size(c.OutputChannels);
        var weights = StoredWeights.Read(c.Weights, channels);
        float[] bias;
        if (c.HasBias)
        {
            bias = StoredWeights.Read(c.Bias, 1);
        }
        else
        {
            var scale = Take(Kind.Scale)?.Scale ?? throw new InvalidDataException($"layer '{name}' has neither a bias nor a scale");
            bias = StoredWeights.Read(scale.HasBias ? scale.Bias : null, 1);
            Multiply(weights, StoredWeights.Read(scale.Scale, 1), channels);
        }

        var clip = Take(Kind.Clip)?.Clip;
        if (c.KernelSize is not [var kernel, var width] || kernel != width || c.Stride is not [var stride, var other] || stride != other
            || c.DilationFactor.Any(dilation => dilation != 1) || c.Valid?.PaddingAmounts?.BorderAmounts_ is not [var rows, var columns]
            || clip is not (null or { MinVal: 0, MaxVal: 6 }))
        {
            throw new InvalidDataException($"layer '{name}' is a convolution that is not written here");
        }

        var groups = Size(c.NGroups);
        return new Convolution(
            name, Size((ulong)Size(c.KernelChannels) * (ulong)groups), channels, Size(kernel), Size(stride), groups,
            new Padding(Size(rows.StartEdgeSize), Size(columns.StartEdgeSize), Size(rows.EndEdgeSize), Size(columns.EndEdgeSize)),
            clip is null ? Activation.None : Activation.Relu6, weights, bias);
    }

    private static void Multiply(float[] weights, float[] scales, int channels)
    {
        if (scales.Length != channels || channels == 0 || weights.Length % channels != 0)
        {
            throw new InvalidDataException("scales do not fit the weights");
        }

        var perChannel = weights.Length / channels;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] *= scales[i / perChannel];
        }
    }

    private NeuralNetworkLayer Take()
    {
        var layer = layers[_next++];
        Require(layer.Output.Count == 1 && layer.Input.Count == (layer.LayerCase == Kind.AddBroadcastable ? 2 : 1), layer, "has other inputs or outputs");
        Require(layer.Input[^1] == _previous, layer, "does not follow the one before it");
        _previous = layer.Output[0];
        return layer;
    }

    // The next layer if it is of this kind.
    private NeuralNetworkLayer? Take(Kind kind) => _next < layers.Count && layers[_next].LayerCase == kind ? Take() : null;

    private static void Require(bool condition, NeuralNetworkLayer layer, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidDataException($"layer '{layer.Name}' {otherwise}");
        }
    }
}
