using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.Quantization;

namespace Crowdsource.Trainer.Export;

/// <summary>What artifacts compute, in a form that ONNX Runtime runs here: one for all files that hold the very same numbers.</summary>
internal sealed class StandIn
{
    private readonly Network _network;
    private readonly QuantizedNetwork? _quantized;
    private readonly Func<byte[]> _backbone;

    private StandIn(Network network, QuantizedNetwork? quantized, string digest, string backbone, Func<byte[]> backboneFile) =>
        (_network, _quantized, Digest, Backbone, _backbone) = (network, quantized, digest, backbone, backboneFile);

    /// <summary>The identity of the whole network.</summary>
    public string Digest { get; }

    /// <summary>The identity of what is under its head.</summary>
    public string Backbone { get; }

    public int InputSize => _network.Input.Width;

    public long MultiplyAdds => _network.MultiplyAdds;

    public Preprocessing Preprocessing => Preprocessing.Default.ForInput(InputSize);

    /// <param name="network">Its weights are floats, whatever a file stores them as.</param>
    public static StandIn Of(Network network)
    {
        var backbone = network.Backbone();
        return new StandIn(network, null, network.ComputeDigest(), backbone.ComputeDigest(), () => OnnxWriter.Write(backbone));
    }

    /// <param name="network">On an int8 grid.</param>
    /// <param name="backbone">The same without its head.</param>
    public static StandIn Of(QuantizedNetwork network, QuantizedNetwork backbone) =>
        new(network.Network, network, network.ComputeDigest(), backbone.ComputeDigest(), () => OnnxWriter.Write(backbone));

    /// <summary>From the image to features, as ONNX.</summary>
    public byte[] BackboneFile() => _backbone();

    /// <summary>From the image to probabilities, as ONNX.</summary>
    public byte[] File() => _quantized is null ? OnnxWriter.Write(_network) : OnnxWriter.Write(_quantized);

    /// <summary>The likeliest label of each row of features.</summary>
    public int[] Answer(IReadOnlyList<Half[]> features)
    {
        var head = (Linear)_network.Layers[_network.IndexOf(Network.HeadName)];
        var grid = _quantized?.OutputGrid(Network.HeadName);
        var answers = new int[features.Count];
        Parallel.For(0, answers.Length, row =>
        {
            var values = Array.ConvertAll(features[row], value => (float)value);
            var best = float.NegativeInfinity;
            for (var label = 0; label < head.Outputs; label++)
            {
                var logit = head.Bias[label]
                    + System.Numerics.Tensors.TensorPrimitives.Dot(head.Weights.AsSpan(label * head.Inputs, head.Inputs), values);
                logit = grid is { } codes ? codes.Dequantize(codes.Quantize(logit)) : logit;
                if (logit > best)
                {
                    (best, answers[row]) = (logit, label);
                }
            }
        });
        return answers;
    }
}
