using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>The weighted mean cross-entropy of logits against targets of which a part is spread over all labels (Szegedy et al. 2016).</summary>
/// <param name="truth">One-hot, rows × labels.</param>
/// <param name="rowWeights">Adding up to 1.</param>
/// <param name="smoothing">What is spread, in [0, 1).</param>
internal sealed class SmoothedLoss(Tensor truth, float[] rowWeights, double smoothing) : IDisposable
{
    private readonly Tensor _weights = tensor(rowWeights).unsqueeze(1);

    private readonly Tensor _targets = ((truth * (1 - smoothing)) + (smoothing / truth.shape[1])) * tensor(rowWeights).unsqueeze(1);

    /// <summary>The loss, and its derivative by the logits.</summary>
    public (double Loss, Tensor Slope) At(Tensor logits)
    {
        using var scope = NewDisposeScope();
        var logarithms = nn.functional.log_softmax(logits, 1);
        return (
            -(logarithms * _targets).sum(ScalarType.Float64).item<double>(),
            logarithms.exp_().mul_(_weights).sub_(_targets).MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        _weights.Dispose();
        _targets.Dispose();
    }
}
