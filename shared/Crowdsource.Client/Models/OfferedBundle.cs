using Crowdsource.Domain.Blobs;

namespace Crowdsource.Client.Models;

/// <summary>What a channel offers.</summary>
/// <param name="Version">The model version.</param>
/// <param name="Digest">The bundle's name; everything else follows from it by hashes.</param>
internal sealed record OfferedBundle(int Version, BlobDigest Digest);
