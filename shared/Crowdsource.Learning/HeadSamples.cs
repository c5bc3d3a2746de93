namespace Crowdsource.Learning;

/// <summary>What a head is trained on: photos for training and validation, never those of the test or anchor set.</summary>
/// <param name="Features">The features of each photo and of its augmented variants.</param>
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
public sealed record HeadSamples(
    FeatureTable Features, int[] Labels, int[] Groups, int LabelCount, float[]? Weights = null, bool[]? Judges = null, int? NoneOfThese = null)
{
    internal PhotoTargets Targets => new(Labels, Groups, LabelCount, Weights, Judges, NoneOfThese);

    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    internal static void Validate(HeadSamples samples) => Validate(samples.Targets, samples.Features.Photos);

    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    internal static void Validate(PhotoTargets samples, int photos)
    {
        if (samples.Labels.Length != photos || samples.Groups.Length != photos || (samples.Weights is not null && samples.Weights.Length != photos)
            || (samples.Judges is not null && samples.Judges.Length != photos))
        {
            throw new ArgumentException($"{photos} photos need as many labels, groups, weights and judges.", nameof(samples));
        }

        if (samples.LabelCount < 2 || samples.Labels.Any(label => label < 0 || label >= samples.LabelCount))
        {
            throw new ArgumentException($"Labels are numbered from 0 to {samples.LabelCount - 1}, and there are at least two.", nameof(samples));
        }

        if (samples.Weights?.All(weight => weight > 0 && float.IsFinite(weight)) == false)
        {
            throw new ArgumentException("A photo's weight is a number above 0.", nameof(samples));
        }
    }
}
