using Crowdsource.Domain.Blobs;
using Orleans;

namespace Crowdsource.Domain.Models;

/// <summary>What heads are trained on: the pretrained backbone, or one that the campaign has tuned and adopted: its tail, or all of it.</summary>
/// <param name="Number">0 is the pretrained backbone; each adoption counts one up.</param>
/// <param name="Trunk">The pretrained trunk that it comes from; null for the pretrained backbone.</param>
/// <param name="Tail">The weights of the tail; null for the pretrained backbone.</param>
/// <param name="AdoptedAt">When it was tuned; null for the pretrained backbone.</param>
/// <param name="TrunkWeights">The weights before the tail, where these were tuned too; else null.</param>
/// <param name="Why">What it gained and costs, in a sentence; null for the pretrained backbone.</param>
[GenerateSerializer, Immutable, Alias("generation")]
public sealed record Generation(
    int Number, string? Trunk, BlobDigest? Tail, DateTimeOffset? AdoptedAt, BlobDigest? TrunkWeights = null, string? Why = null)
{
    /// <summary>What every campaign begins with.</summary>
    public static Generation Pretrained { get; } = new(0, null, null, null);
}
