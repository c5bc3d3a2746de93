using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Reviews;

/// <summary>A curator's verdict on a photo.</summary>
/// <param name="Verdict">Whether the photo is used.</param>
/// <param name="Rejection">
/// The coded reason when it is not: <c>wrong-label</c>, <c>no-object</c>, <c>person-visible</c>, <c>bad-quality</c>, <c>too-blurry</c>, <c>too-dark</c>.
/// </param>
/// <param name="Label">The right label, when the claim is wrong but the photo is good; null keeps the label.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReviewRequest(ReviewVerdict Verdict, string? Rejection = null, string? Label = null);
