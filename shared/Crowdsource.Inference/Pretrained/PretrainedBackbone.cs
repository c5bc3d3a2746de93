using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.TensorFlowLite;

namespace Crowdsource.Inference.Pretrained;

/// <summary>The pretrained weights of this process and what computes features with them.</summary>
public sealed class PretrainedBackbone : IDisposable
{
    public PretrainedBackbone(PretrainedWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Weights = weights;
        Features = new FeatureExtractor(weights.Backbone, Preprocessing.Default);
    }

    public PretrainedWeights Weights { get; }

    public FeatureExtractor Features { get; }

    public void Dispose() => Features.Dispose();
}
