using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>
/// Features cut into cells by the folds of all drawings, so that a problem which leaves out a fold copies no feature, and adds up what its whitening needs
/// instead of going over all rows again.
/// </summary>
internal sealed class FoldedFeatures : IDisposable
{
    // 13 MB with 5 variants of 1,280.
    private const int PhotosAtOnce = 1024;

    /// <param name="samples">All photos.</param>
    /// <param name="drawings">Per drawing the fold of each photo.</param>
    /// <param name="useVariants">Whether variants are rows too.</param>
    public FoldedFeatures(HeadSamples samples, IReadOnlyList<int[]> drawings, bool useVariants)
    {
        (Samples, Drawings, Variants) = (samples, drawings, useVariants ? samples.Features.Variants : 1);
        using var scope = NewDisposeScope();
        var dimensions = samples.Features.Dimensions;
        var cells = Enumerable.Range(0, samples.Labels.Length)
            .GroupBy(photo => drawings.Aggregate(0, (key, folds) => (key << 8) | folds[photo]))
            .OrderBy(cell => cell.Key)
            .Select(cell => (int[])[.. cell])
            .Select(photos => (Photos: photos, Rows: Load(photos)))
            .ToArray();
        var mean = cells.Aggregate(zeros([dimensions], ScalarType.Float64), (sum, cell) => sum.add_(cell.Rows.sum(0, type: ScalarType.Float64)))
            .div_(samples.Labels.Length * Variants).to(ScalarType.Float32);
        Mean = mean.DetachFromDisposeScope();
        Cells = [.. cells.Select(cell => Cell(cell.Photos, cell.Rows.sub_(mean)))];
    }

    public HeadSamples Samples { get; }

    public IReadOnlyList<int[]> Drawings { get; }

    /// <summary>Rows per photo.</summary>
    public int Variants { get; }

    public FeatureCell[] Cells { get; }

    /// <summary>What was taken off all rows; one number per dimension.</summary>
    public Tensor Mean { get; }

    public void Dispose()
    {
        Mean.Dispose();
        foreach (var cell in Cells)
        {
            cell.Dispose();
        }
    }

    private Tensor Load(int[] photos)
    {
        var table = Samples.Features;
        var rows = empty([photos.Length * Variants, table.Dimensions], ScalarType.Float32);
        var perPhoto = Variants * table.Dimensions;
        var from = 0;
        foreach (var some in photos.Chunk(PhotosAtOnce))
        {
            using var scope = NewDisposeScope();
            var values = new Half[some.Length * perPhoto];
            for (var i = 0; i < some.Length; i++)
            {
                table.Photo(some[i])[..perPhoto].CopyTo(values.AsSpan(i * perPhoto));
            }

            var to = from + (some.Length * Variants);
            rows[from..to].copy_(tensor(values, [some.Length * Variants, table.Dimensions]));
            from = to;
        }

        return rows;
    }

    private FeatureCell Cell(int[] photos, Tensor rows)
    {
        using var scope = NewDisposeScope();
        var labels = photos.SelectMany(photo => Enumerable.Repeat((long)Samples.Labels[photo], Variants)).ToArray();
        var truth = nn.functional.one_hot(tensor(labels), Samples.LabelCount).to(ScalarType.Float32);
        return new FeatureCell(
            photos,
            [.. Drawings.Select(folds => folds[photos[0]])],
            rows.DetachFromDisposeScope(),
            truth.DetachFromDisposeScope(),
            rows.t().matmul(rows).DetachFromDisposeScope(),
            truth.t().matmul(rows).DetachFromDisposeScope());
    }
}
