using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Submissions;

namespace Crowdsource.Client.Submitting;

/// <summary>The server's answer to a photo.</summary>
public abstract record SubmitResult
{
    private SubmitResult()
    {
    }

    /// <summary>The photo is on the server's disk. Whether it can be used is decided later.</summary>
    /// <param name="Submission">Where it stands.</param>
    /// <param name="Repeated">Whether the server had it already.</param>
    public sealed record Accepted(SubmissionResponse Submission, bool Repeated) : SubmitResult;

    /// <summary>The server will not take it as it is.</summary>
    /// <param name="Problem">Why, with a stable type.</param>
    public sealed record Refused(ProblemDocument Problem) : SubmitResult;
}
