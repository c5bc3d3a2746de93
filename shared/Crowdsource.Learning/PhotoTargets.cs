namespace Crowdsource.Learning;

/// <summary>What is known of the photos that a head learns from, beside their features.</summary>
/// <param name="Labels">The label of each photo, from 0.</param>
/// <param name="Groups">
/// Who took the photo and when (contributor and session), as any number: photos of one group look alike, so they are validated together.
/// </param>
/// <param name="LabelCount">Labels in all, 2 or more.</param>
/// <param name="Weights">What each photo counts, above 0; null counts all alike. Labels are balanced on top of it.</param>
/// <param name="Judges">
/// Which photos choose the settings and the temperature; null lets all. Where the features were tuned on some of the photos, only the others
/// can: a head recognises photos too well that its features have seen.
/// </param>
/// <param name="NoneOfThese">The label, if any, of all that no other one is: where it is answered, no answer is shown.</param>
public sealed record PhotoTargets(
    int[] Labels, int[] Groups, int LabelCount, float[]? Weights = null, bool[]? Judges = null, int? NoneOfThese = null)
{
    /// <summary>With the features of the same photos, where they fit into memory.</summary>
    public HeadSamples With(FeatureTable features) => new(features, Labels, Groups, LabelCount, Weights, Judges, NoneOfThese);

    /// <summary>Some of the photos, in this order.</summary>
    public PhotoTargets Of(int[] photos) => new(
        Pick(Labels, photos), Pick(Groups, photos), LabelCount,
        Weights is null ? null : Pick(Weights, photos), Judges is null ? null : Pick(Judges, photos), NoneOfThese);

    private static T[] Pick<T>(T[] values, int[] photos) => Array.ConvertAll(photos, photo => values[photo]);
}
