namespace Crowdsource.Learning;

internal static class ClassWeights
{
    /// <summary>Weights per label inversely proportional to its samples, 1 on average over the samples; 0 for a label without any.</summary>
    public static float[] Balanced(IEnumerable<int> labels, int labelCount)
    {
        var counts = new int[labelCount];
        foreach (var label in labels)
        {
            counts[label]++;
        }

        var present = counts.Count(count => count > 0);
        var total = counts.Sum();
        return Array.ConvertAll(counts, count => count == 0 ? 0f : (float)total / (present * count));
    }
}
