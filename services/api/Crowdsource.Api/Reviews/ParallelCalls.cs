namespace Crowdsource.Api.Reviews;

internal static class ParallelCalls
{
    /// <summary>Grains called at the same time for one request: enough to share the catalogue's group commits.</summary>
    private const int AtOnce = 16;

    /// <summary>Asks for each item; those with the same key one after the other, because what one decides matters to the next.</summary>
    /// <returns>The answers in the order of the items.</returns>
    public static async Task<IReadOnlyList<TAnswer>> InParallel<TItem, TKey, TAnswer>(
        this IReadOnlyList<TItem> items, Func<TItem, TKey> key, Func<TItem, Task<TAnswer>> ask, CancellationToken cancellationToken)
    {
        var answers = new TAnswer[items.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(items.Index().GroupBy(item => key(item.Item)), parallel, async (group, _) =>
        {
            foreach (var (index, item) in group)
            {
                cancellationToken.ThrowIfCancellationRequested();
                answers[index] = await ask(item);
            }
        });
        return answers;
    }
}
