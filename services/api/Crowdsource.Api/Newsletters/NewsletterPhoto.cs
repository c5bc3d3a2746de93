using Crowdsource.Domain.Blobs;

namespace Crowdsource.Api.Newsletters;

/// <summary>A photo that may be shown.</summary>
/// <param name="Label">What it shows.</param>
/// <param name="Pseudonym">Who took it; null when they did not agree to be named.</param>
/// <param name="Licence">SPDX identifier that its volunteer agreed to.</param>
/// <param name="Thumbnail">The picture.</param>
internal sealed record NewsletterPhoto(string Label, string? Pseudonym, string Licence, BlobDigest Thumbnail);
