using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>One person's verdict on a submission.</summary>
/// <param name="Reviewer">The name of the reviewer's token.</param>
/// <param name="Accept">Whether the photo is used.</param>
/// <param name="Rejection">A code of <see cref="RejectionCode.ForCurators"/> when it is not.</param>
/// <param name="Label">The right label's name, when the claim is wrong but the photo is good; null keeps the claim.</param>
[GenerateSerializer, Immutable, Alias("review-submission")]
public sealed record ReviewSubmission(string Reviewer, bool Accept, string? Rejection, string? Label);
