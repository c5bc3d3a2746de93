namespace Crowdsource.Api.Models;

/// <summary>What became of a photo that a model was to answer.</summary>
public abstract record PredictOutcome
{
    private PredictOutcome()
    {
    }

    /// <param name="Labels">Any number of labels with their probabilities, in any order.</param>
    public sealed record Predicted(IReadOnlyList<(string Label, double Probability)> Labels) : PredictOutcome;

    public sealed record NoSuchModel : PredictOutcome;

    /// <param name="Code">A <see cref="Domain.Submissions.RejectionCode"/>.</param>
    public sealed record Unreadable(string Code) : PredictOutcome;
}
