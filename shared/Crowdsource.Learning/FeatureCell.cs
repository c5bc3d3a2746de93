using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>Photos that are in the same fold of each drawing, and sums over their rows.</summary>
/// <param name="Photos">Which.</param>
/// <param name="Folds">Their fold in each drawing.</param>
/// <param name="Rows">Centred features, float32: a row per photo and variant.</param>
/// <param name="Truth">The label of each row, one-hot.</param>
/// <param name="Scatter">The rows' products, dimensions × dimensions.</param>
/// <param name="Sums">The rows' sums per label, labels × dimensions.</param>
internal sealed record FeatureCell(int[] Photos, int[] Folds, Tensor Rows, Tensor Truth, Tensor Scatter, Tensor Sums) : IDisposable
{
    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[Rows, Truth, Scatter, Sums])
        {
            tensor.Dispose();
        }
    }
}
