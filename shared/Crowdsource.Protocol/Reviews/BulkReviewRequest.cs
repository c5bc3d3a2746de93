using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Reviews;

/// <summary>Verdicts on many photos at once.</summary>
/// <param name="Items">At most 500, each about another photo.</param>
/// <param name="KeepBest">
/// At most 50 clusters: of each the best photo is accepted (unless one is already) and the others that wait become its duplicates. Carried out after the items.
/// </param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BulkReviewRequest(IReadOnlyList<BulkReviewItem>? Items = null, IReadOnlyList<Guid>? KeepBest = null)
{
    /// <summary>In one request, and of one cluster.</summary>
    public const int MostPhotos = 500;

    public const int MostClusters = 50;
}
