using Orleans;

namespace Crowdsource.Domain.Submissions;

[GenerateSerializer, Immutable, Alias("submit-outcome")]
public abstract record SubmitOutcome
{
    private SubmitOutcome()
    {
    }

    /// <summary>New, and durable before this is said.</summary>
    [GenerateSerializer, Immutable, Alias("submit-outcome.received")]
    public sealed record Received(SubmissionState Submission) : SubmitOutcome;

    /// <summary>The same photo under the same id once more.</summary>
    [GenerateSerializer, Immutable, Alias("submit-outcome.repeated")]
    public sealed record Repeated(SubmissionState Submission) : SubmitOutcome;

    /// <summary>The id stands for another photo of this volunteer.</summary>
    [GenerateSerializer, Immutable, Alias("submit-outcome.conflict")]
    public sealed record Conflict : SubmitOutcome;

    /// <summary>The id is somebody else's, which is not told.</summary>
    [GenerateSerializer, Immutable, Alias("submit-outcome.not-found")]
    public sealed record NotFound : SubmitOutcome;

    [GenerateSerializer, Immutable, Alias("submit-outcome.refused")]
    public sealed record Refused(string Code) : SubmitOutcome;
}
