using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Locations;
using Crowdsource.Vision.Photos;

namespace Crowdsource.Vision;

/// <summary>What became of an uploaded photo.</summary>
public abstract record ExaminationResult
{
    private ExaminationResult()
    {
    }

    /// <summary>The photo cannot be used, and trying again will not help.</summary>
    /// <param name="Code">One of <see cref="Domain.Submissions.RejectionCode"/>.</param>
    public sealed record Refused(string Code) : ExaminationResult;

    /// <summary>The child gave no answer: one attempt is spent.</summary>
    public sealed record Failed(VisionFailure Reason) : ExaminationResult;

    /// <param name="Master">JPEG, upright, sRGB, at most 2048 px on the long side, no metadata.</param>
    /// <param name="Thumbnail">JPEG, at most 320 px, no metadata.</param>
    /// <param name="Width">Of the master, pixels.</param>
    /// <param name="Height">Of the master, pixels.</param>
    /// <param name="Quality">What was measured.</param>
    /// <param name="PixelDigest">SHA-256 of the upright pixels as decoded for the master.</param>
    /// <param name="PerceptualHash">See <see cref="Photos.PerceptualHash"/>.</param>
    /// <param name="Position">Where the photo was taken; null when the upload does not say.</param>
    /// <param name="Inputs">The network's input for each view that was asked for, in that order.</param>
    public sealed record Examined(
        byte[] Master,
        byte[] Thumbnail,
        int Width,
        int Height,
        PhotoQuality Quality,
        BlobDigest PixelDigest,
        ulong PerceptualHash,
        GeoPoint? Position,
        IReadOnlyList<RgbImage> Inputs) : ExaminationResult;
}
