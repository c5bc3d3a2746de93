using Orleans;

namespace Crowdsource.Domain.Submissions;

[GenerateSerializer, Immutable, Alias("appeal-outcome")]
public abstract record AppealOutcome
{
    private AppealOutcome()
    {
    }

    /// <summary>The photo is up for review again, now or since an earlier call.</summary>
    [GenerateSerializer, Immutable, Alias("appeal-outcome.appealed")]
    public sealed record Appealed(SubmissionState Submission) : AppealOutcome;

    /// <summary>The volunteer has no such photo.</summary>
    [GenerateSerializer, Immutable, Alias("appeal-outcome.not-found")]
    public sealed record NotFound : AppealOutcome;

    /// <summary>Not rejected, appealed before, or rejected for what no person can judge differently.</summary>
    [GenerateSerializer, Immutable, Alias("appeal-outcome.refused")]
    public sealed record Refused : AppealOutcome;
}
