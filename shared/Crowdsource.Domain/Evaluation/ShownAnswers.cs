using Orleans;

namespace Crowdsource.Domain.Evaluation;

/// <summary>What abstaining comes to: below the threshold, and where the answer is the label that stands for none of these, no answer is shown.</summary>
/// <param name="AbstainBelow">Answers less probable than this are not shown, 0 to 1.</param>
/// <param name="Aim">The share of shown answers that the threshold was to keep right, on photos that were validated on.</param>
/// <param name="Photos">Test photos of what is to be recognised.</param>
/// <param name="Shown">Those of them with an answer that is shown.</param>
/// <param name="ShownRight">And of these, those whose answer is right.</param>
/// <param name="OutOfScope">Photos of none of the labels' things that the model did not learn from: rejected by curators as such, or test photos of the label that stands for none of these.</param>
/// <param name="FalseAccepts">Those of them for which an answer would be shown.</param>
[GenerateSerializer, Immutable, Alias("shown-answers")]
public sealed record ShownAnswers(double AbstainBelow, double Aim, int Photos, int Shown, int ShownRight, int OutOfScope, int FalseAccepts)
{
    /// <param name="abstainBelow">Answers less probable than this are not shown.</param>
    /// <param name="aim">See <see cref="Aim"/>.</param>
    /// <param name="noneOfThese">The label, if any, that is not shown where it is answered.</param>
    /// <param name="test">Test photos with the model's answers.</param>
    /// <param name="outOfScope">What the model answers to further photos, of none of the labels' things.</param>
    public static ShownAnswers Of(
        double abstainBelow, double aim, int? noneOfThese, IEnumerable<(int Label, int Answer, double Confidence)> test,
        IEnumerable<(int Answer, double Confidence)> outOfScope)
    {
        var isOfLabel = test.ToLookup(photo => photo.Label != noneOfThese);
        var shown = isOfLabel[true].Where(photo => IsShown(photo.Answer, photo.Confidence)).ToList();
        List<(int Answer, double Confidence)> others = [.. isOfLabel[false].Select(photo => (photo.Answer, photo.Confidence)), .. outOfScope];
        return new ShownAnswers(
            abstainBelow, aim, isOfLabel[true].Count(), shown.Count, shown.Count(photo => photo.Answer == photo.Label),
            others.Count, others.Count(photo => IsShown(photo.Answer, photo.Confidence)));

        bool IsShown(int answer, double confidence) => answer != noneOfThese && confidence >= abstainBelow;
    }
}
