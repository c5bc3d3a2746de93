using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>What is known of a photo's worth at one moment: all that a verdict changes.</summary>
[GenerateSerializer, Immutable, Alias("standing-verdict")]
public sealed record StandingVerdict(
    SubmissionStatus Status, string? Rejection, LabelId Label, DateTimeOffset? ReviewedAt, int Points)
{
    public static StandingVerdict Of(SubmissionState submission)
    {
        ArgumentNullException.ThrowIfNull(submission);
        return new(submission.Status, submission.Rejection, submission.Label, submission.ReviewedAt, submission.Points);
    }
}
