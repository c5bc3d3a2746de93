using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>Where a photo stands among the others of its campaign.</summary>
/// <param name="Cluster">The cluster of photos of the same thing; a photo that is like no other has one of its own.</param>
/// <param name="DuplicateOf">The photo that it repeats; null when it stays.</param>
/// <param name="Replaces">The near-duplicate in review whose place it takes because it is better; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("photo-place")]
public sealed record PhotoPlace(Guid Cluster, SubmissionId? DuplicateOf, SubmissionId? Replaces);
