using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Reviews;

/// <summary>One verdict among many; see <see cref="ReviewRequest"/>.</summary>
/// <param name="Submission">The photo.</param>
/// <param name="Verdict">Whether the photo is used.</param>
/// <param name="Rejection">The coded reason when it is not.</param>
/// <param name="Label">The right label, when the claim is wrong but the photo is good; null keeps the label.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BulkReviewItem(Guid Submission, ReviewVerdict Verdict, string? Rejection = null, string? Label = null);
