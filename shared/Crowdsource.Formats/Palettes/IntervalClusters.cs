namespace Crowdsource.Formats.Palettes;

/// <summary>
/// Splits ascending bins into at most k intervals with the least sum of squared errors. Row by row of the table "best error of the first j
/// bins in r intervals"; the best last cut never moves left when j grows, so that a row takes bins × log(bins) steps.
/// </summary>
internal sealed class IntervalClusters
{
    private readonly WeightedBin[] _before;
    private readonly ushort[][] _cuts;
    private double[] _shorter;
    private double[] _row;

    private IntervalClusters(List<WeightedBin> bins, int clusters)
    {
        _before = new WeightedBin[bins.Count + 1];
        for (var i = 0; i < bins.Count; i++)
        {
            _before[i + 1] = _before[i] + bins[i];
        }

        _cuts = new ushort[clusters][];
        _shorter = [.. Enumerable.Range(0, bins.Count + 1).Select(j => Error(0, j))];
        _row = new double[bins.Count + 1];
    }

    /// <summary>The clusters, ascending.</summary>
    public static WeightedBin[] Of(List<WeightedBin> bins, int clusters)
    {
        if (bins.Count <= clusters)
        {
            return [.. bins];
        }

        var table = new IntervalClusters(bins, clusters);
        for (var row = 1; row < clusters; row++)
        {
            // Fewer bins than intervals cost nothing, so that cuts from 'row' on are enough.
            table._cuts[row] = new ushort[bins.Count + 1];
            Array.Fill(table._row, 0, 0, row + 1);
            table.Fill(row, row + 1, bins.Count, row, bins.Count - 1);
            (table._shorter, table._row) = (table._row, table._shorter);
        }

        return table.Trace(clusters, bins.Count);
    }

    private void Fill(int row, int first, int last, int firstCut, int lastCut)
    {
        if (first > last)
        {
            return;
        }

        var middle = (first + last) / 2;
        var (best, bestCut) = (double.PositiveInfinity, firstCut);
        for (var cut = firstCut; cut <= Math.Min(middle - 1, lastCut); cut++)
        {
            var error = _shorter[cut] + Error(cut, middle);
            if (error < best)
            {
                (best, bestCut) = (error, cut);
            }
        }

        (_row[middle], _cuts[row][middle]) = (best, (ushort)bestCut);
        Fill(row, first, middle - 1, firstCut, bestCut);
        Fill(row, middle + 1, last, bestCut, lastCut);
    }

    private double Error(int from, int to) => (_before[to] - _before[from]).Error;

    private WeightedBin[] Trace(int clusters, int bins)
    {
        var result = new WeightedBin[clusters];
        var to = bins;
        for (var row = clusters - 1; row >= 0; row--)
        {
            var from = row == 0 ? 0 : _cuts[row][to];
            result[row] = _before[to] - _before[from];
            to = from;
        }

        return result;
    }
}
