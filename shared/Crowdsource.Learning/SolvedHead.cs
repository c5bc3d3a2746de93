using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>A head, and what a fit on many more photos starts from.</summary>
/// <param name="Head">The head.</param>
/// <param name="Space">Mean and whitening of its features.</param>
/// <param name="Everything">Before the temperature.</param>
/// <param name="OfFolds">The heads that did not learn from one fold each; null where there was nothing to validate.</param>
internal sealed record SolvedHead(TrainedHead Head, (Tensor Mean, Tensor Whitening) Space, LinearWeights Everything, LinearWeights?[] OfFolds) : IDisposable
{
    public void Dispose()
    {
        Space.Mean.Dispose();
        Space.Whitening.Dispose();
    }
}
