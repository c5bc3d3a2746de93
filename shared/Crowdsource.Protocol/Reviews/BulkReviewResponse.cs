namespace Crowdsource.Protocol.Reviews;

/// <summary>What became of each verdict.</summary>
/// <param name="Items">In the order of the request; after that the photos of the clusters.</param>
/// <param name="Undo">Takes all of it back: <c>POST …/reviews/undo/{undo}</c>. Null for what was undone.</param>
public sealed record BulkReviewResponse(IReadOnlyList<BulkReviewAnswer> Items, Guid? Undo);
