using System.Collections.Immutable;
using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Evaluation;

/// <summary>Two labels of which a model takes one for the other.</summary>
/// <param name="Label">The one that is mistaken more often.</param>
/// <param name="Other">The other one.</param>
/// <param name="Taken">Test photos of either that were taken for the other.</param>
/// <param name="Photos">Test photos of both.</param>
[GenerateSerializer, Immutable, Alias("confused-pair")]
public sealed record ConfusedPair(LabelId Label, LabelId Other, int Taken, int Photos)
{
    /// <summary>
    /// Mistaken photos from which on a pair counts as confused. Mistakes without a pattern hardly ever meet three times: of 43 labels with 20
    /// test photos each and one in ten wrong, a given pair sees 0.1 mistakes, three of them with a probability of 1 in 6,000.
    /// </summary>
    public const int LeastTaken = 3;

    /// <summary>More than volunteers look at.</summary>
    public const int AtMost = 10;

    /// <summary>The lower end of the interval of the share that is taken for the other, 0 to 1: how much the two are surely confused.</summary>
    public double Weakness => Interval.Wilson(Taken, Photos).Low;

    /// <summary>The pairs that are confused most, the worst first.</summary>
    /// <param name="labels">In the order of the model's outputs.</param>
    /// <param name="confusion">Test photos, [true label][given label].</param>
    public static ImmutableArray<ConfusedPair> Of(IReadOnlyList<LabelId> labels, int[][] confusion)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(confusion);
        var photos = Array.ConvertAll(confusion, row => row.Sum());
        var pairs =
            from one in Enumerable.Range(0, labels.Count)
            from other in Enumerable.Range(one + 1, labels.Count - one - 1)
            let taken = confusion[one][other] + confusion[other][one]
            where taken >= LeastTaken
            let turned = confusion[other][one] > confusion[one][other]
            let pair = new ConfusedPair(labels[turned ? other : one], labels[turned ? one : other], taken, photos[one] + photos[other])
            orderby pair.Weakness descending
            select pair;
        return [.. pairs.Take(AtMost)];
    }
}
