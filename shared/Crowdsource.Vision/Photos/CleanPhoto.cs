using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Locations;

namespace Crowdsource.Vision.Photos;

/// <summary>A photo that may be stored: pixels and nothing else.</summary>
/// <param name="Master">JPEG, upright, sRGB, at most 2048 px on the long side.</param>
/// <param name="Thumbnail">JPEG, at most 320 px on the long side.</param>
/// <param name="Pixels">What the master decodes to, so that all that follows can be made again from the master.</param>
/// <param name="PixelDigest">SHA-256 of the upright pixels as decoded for the master, with the size: the same photo with other metadata has the same.</param>
/// <param name="Position">Where it was taken, if the upload said so; nothing else carries it.</param>
internal sealed record CleanPhoto(byte[] Master, byte[] Thumbnail, RgbImage Pixels, BlobDigest PixelDigest, GeoPoint? Position)
{
    public BlobDigest MasterDigest { get; } = BlobDigest.Of(Master);
}
