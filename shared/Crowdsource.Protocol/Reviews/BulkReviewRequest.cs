using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Reviews;

/// <summary>Verdicts on many photos at once.</summary>
/// <param name="Items">1 to 500, each about another photo.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BulkReviewRequest(IReadOnlyList<BulkReviewItem> Items);
