namespace Crowdsource.Contracts.Pictures;

/// <summary>What became of a photo that a model was to answer.</summary>
public abstract record PredictOutcome
{
    private PredictOutcome()
    {
    }

    /// <summary>The model answered.</summary>
    /// <param name="Labels">Any number of labels with their probabilities, in any order.</param>
    public sealed record Predicted(IReadOnlyList<(string Label, double Probability)> Labels) : PredictOutcome;

    /// <summary>There is no such version.</summary>
    public sealed record NoSuchModel : PredictOutcome;

    /// <summary>The photo cannot be used.</summary>
    /// <param name="Code">A <see cref="Domain.Submissions.RejectionCode"/>.</param>
    public sealed record Unreadable(string Code) : PredictOutcome;
}
