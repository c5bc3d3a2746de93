using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Problems;

namespace Crowdsource.Protocol.Reviews;

/// <summary>What became of one verdict among many.</summary>
/// <param name="Submission">The photo.</param>
/// <param name="Status">Its new status; null when the verdict was refused.</param>
/// <param name="Problem">Why the verdict was refused; null when it stands.</param>
public sealed record BulkReviewAnswer(Guid Submission, SubmissionStatus? Status, ProblemDocument? Problem);
