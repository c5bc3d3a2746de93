namespace Crowdsource.Protocol.Reviews;

/// <summary>What became of each verdict.</summary>
/// <param name="Items">In the order of the request.</param>
public sealed record BulkReviewResponse(IReadOnlyList<BulkReviewAnswer> Items);
