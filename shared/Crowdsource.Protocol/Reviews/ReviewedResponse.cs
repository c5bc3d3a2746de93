using Crowdsource.Domain.Submissions;

namespace Crowdsource.Protocol.Reviews;

/// <summary>A photo after a verdict.</summary>
/// <param name="Submission">The photo.</param>
/// <param name="Status">Its new status.</param>
/// <param name="Label">The label that counts.</param>
/// <param name="ReviewedAt">When.</param>
public sealed record ReviewedResponse(Guid Submission, SubmissionStatus Status, string Label, DateTimeOffset ReviewedAt);
