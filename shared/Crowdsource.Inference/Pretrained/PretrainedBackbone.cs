using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.TensorFlowLite;

namespace Crowdsource.Inference.Pretrained;

/// <summary>The pretrained weights of this process: a trunk that is never changed, and the tail that campaigns begin with.</summary>
public sealed class PretrainedBackbone : IDisposable
{
    public PretrainedBackbone(PretrainedWeights weights)
        : this(weights, weights.Backbone)
    {
    }

    /// <param name="weights">Where it comes from.</param>
    /// <param name="tuned">The same layers, tuned.</param>
    public PretrainedBackbone(PretrainedWeights weights, Network tuned)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Weights = weights;
        Tail = tuned.After(MobileNetV2.TrunkEnd);
        TrunkNetwork = tuned.Until(MobileNetV2.TrunkEnd);
        Trunk = new TrunkExtractor(TrunkNetwork, Preprocessing.Default);
    }

    public PretrainedWeights Weights { get; }

    /// <summary>From the image to the activations that are cached.</summary>
    public Network TrunkNetwork { get; }

    /// <summary>Computes what is cached.</summary>
    public TrunkExtractor Trunk { get; }

    /// <summary>From the cached activations to pooled features: generation 0.</summary>
    public Network Tail { get; }

    public void Dispose() => Trunk.Dispose();
}
