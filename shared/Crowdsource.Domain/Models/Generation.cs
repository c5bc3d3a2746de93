using Crowdsource.Domain.Blobs;
using Orleans;

namespace Crowdsource.Domain.Models;

/// <summary>What heads are trained on: the pretrained trunk, which never changes, and a tail, which a campaign may tune and adopt.</summary>
/// <param name="Number">0 is the pretrained tail; each adoption counts one up.</param>
/// <param name="Trunk">What the tail was tuned behind; null for the pretrained one.</param>
/// <param name="Tail">The weights of the tail; null for the pretrained one.</param>
/// <param name="AdoptedAt">When it was tuned; null for the pretrained one.</param>
[GenerateSerializer, Immutable, Alias("generation")]
public sealed record Generation(int Number, string? Trunk, BlobDigest? Tail, DateTimeOffset? AdoptedAt)
{
    /// <summary>What every campaign begins with.</summary>
    public static Generation Pretrained { get; } = new(0, null, null, null);
}
