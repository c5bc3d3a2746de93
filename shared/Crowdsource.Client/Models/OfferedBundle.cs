using Crowdsource.Domain.Blobs;

namespace Crowdsource.Client.Models;

/// <summary>What a channel offers of the artifact that the app runs.</summary>
/// <param name="Version">The model version.</param>
/// <param name="Digest">The bundle's name; everything else follows from it by hashes. Null: this version has no such artifact.</param>
/// <param name="Withheld">Why it was withheld; null when it was not, or was never made.</param>
internal sealed record OfferedBundle(int Version, BlobDigest? Digest, string? Withheld);
