namespace Crowdsource.Vision.Photos;

internal enum PhotoFormat
{
    Unknown,
    Jpeg,
    Png,
    WebP,

    /// <summary>A picture, but of a kind that is not decoded here: GIF, TIFF, BMP, HEIC, AVIF, JPEG 2000, PSD, icons.</summary>
    OtherPicture,
}
