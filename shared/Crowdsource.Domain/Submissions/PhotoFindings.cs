using Crowdsource.Domain.Blobs;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>What the augmenter made of a photo.</summary>
/// <param name="Master">The clean picture: upright, at most 2048 px, no metadata.</param>
/// <param name="Thumbnail">At most 320 px.</param>
/// <param name="Activations">What the pretrained trunk sees in the picture and its variants; null when there are no pretrained weights.</param>
/// <param name="ActivationsOf">What computed them: trunk, preprocessing and recipe; null without activations.</param>
/// <param name="Width">Of the master, pixels.</param>
/// <param name="Height">Of the master, pixels.</param>
/// <param name="PixelDigest">SHA-256 of the upright pixels as decoded for the master: the same photo with other metadata has the same.</param>
/// <param name="PerceptualHash">64-bit DCT hash, as a signed number because databases have no unsigned one.</param>
/// <param name="Sharpness">Variance of the Laplacian on the sharpest tiles; higher is sharper.</param>
/// <param name="Brightness">Mean luma, 0 to 255.</param>
[GenerateSerializer, Immutable, Alias("photo-findings")]
public sealed record PhotoFindings(
    BlobDigest Master,
    BlobDigest Thumbnail,
    BlobDigest? Activations,
    string? ActivationsOf,
    int Width,
    int Height,
    BlobDigest PixelDigest,
    long PerceptualHash,
    double Sharpness,
    double Brightness)
{
    /// <summary>Everything that is stored of the photo.</summary>
    public IReadOnlyList<BlobDigest> Blobs => Activations is { } activations ? [Master, Thumbnail, activations] : [Master, Thumbnail];
}
