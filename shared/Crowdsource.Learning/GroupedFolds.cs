namespace Crowdsource.Learning;

/// <summary>Splits photos for cross-validation so that no group is on both sides.</summary>
internal static class GroupedFolds
{
    /// <summary>Folds that keep groups whole where there are enough, else photo by photo; and which of both.</summary>
    public static (int[] Folds, bool Grouped) Assign(int[] labels, int[] groups, int labelCount, HeadOptions options)
    {
        var grouped = groups.Distinct().Count() >= options.Folds;
        return (Assign(labels, grouped ? groups : [.. Enumerable.Range(0, labels.Length)], labelCount, options.Folds, options.Seed), grouped);
    }

    /// <summary>
    /// The fold of each photo, 0 to <paramref name="folds"/> − 1. Label by label, groups go to the fold that has least photos of that label so far
    /// (largest first; a group is placed by the label that it has most photos of), so that each fold sees every label where there are
    /// groups enough.
    /// </summary>
    public static int[] Assign(int[] labels, int[] groups, int labelCount, int folds, int seed)
    {
        var random = new SplitMix((ulong)seed ^ 0xf01d);
        var tie = random.Shuffle([.. groups.Distinct().Order()]).Select((group, place) => (group, place)).ToDictionary(g => g.group, g => g.place);
        var ofLabel = new int[labelCount, folds];
        var ofAll = new int[folds];
        var foldOf = new Dictionary<int, int>();
        var placed = Enumerable.Range(0, labels.Length)
            .GroupBy(photo => groups[photo])
            .Select(photos => (Group: photos.Key, Counts: photos.CountBy(photo => labels[photo]).ToArray()))
            .Select(group => (group.Group, group.Counts, Main: group.Counts.MaxBy(count => (count.Value, -count.Key)).Key))
            .OrderBy(group => group.Main)
            .ThenByDescending(group => group.Counts.Sum(count => count.Value))
            .ThenBy(group => tie[group.Group]);
        foreach (var (group, counts, main) in placed)
        {
            var fold = Enumerable.Range(0, folds).MinBy(f => (ofLabel[main, f], ofAll[f]));
            foldOf[group] = fold;
            foreach (var (label, count) in counts)
            {
                ofLabel[label, fold] += count;
                ofAll[fold] += count;
            }
        }

        return [.. groups.Select(group => foldOf[group])];
    }
}
