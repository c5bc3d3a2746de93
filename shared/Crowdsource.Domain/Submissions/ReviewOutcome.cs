using Orleans;

namespace Crowdsource.Domain.Submissions;

[GenerateSerializer, Immutable, Alias("review-outcome")]
public abstract record ReviewOutcome
{
    private ReviewOutcome()
    {
    }

    [GenerateSerializer, Immutable, Alias("review-outcome.reviewed")]
    public sealed record Reviewed(SubmissionState Submission) : ReviewOutcome;

    [GenerateSerializer, Immutable, Alias("review-outcome.not-found")]
    public sealed record NotFound : ReviewOutcome;

    /// <summary><c>not-reviewable</c> (still processing, duplicate, withdrawn), <c>unknown-label</c>, <c>label-retired</c> or <c>locked-as-anchor</c>.</summary>
    [GenerateSerializer, Immutable, Alias("review-outcome.refused")]
    public sealed record Refused(string Code) : ReviewOutcome;
}
