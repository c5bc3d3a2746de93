using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>One person's verdict on a submission.</summary>
/// <param name="Reviewer">The name of the reviewer's token.</param>
/// <param name="Accept">Whether the photo is used.</param>
/// <param name="Rejection">A code of <see cref="RejectionCode.ForCurators"/> when it is not.</param>
/// <param name="Label">The right label's name, when the claim is wrong but the photo is good; null keeps the claim.</param>
/// <param name="DuplicateOf">The better photo of the same thing, when this one is neither accepted nor rejected but superfluous.</param>
/// <param name="Batch">The bulk request that it is part of, which can be undone; null for a verdict of its own.</param>
[GenerateSerializer, Immutable, Alias("review-submission")]
public sealed record ReviewSubmission(string Reviewer, bool Accept, string? Rejection, string? Label, SubmissionId? DuplicateOf = null, Guid? Batch = null);
