using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision.Photos;

/// <summary>From an untrusted upload to a clean master: decoded safely, turned upright, shrunken, encoded anew. Since only pixels are carried
/// over, no EXIF, GPS, XMP or comment can be.</summary>
internal static class PhotoCleaner
{
    public const int MasterLongSide = 2048;
    public const int ThumbnailLongSide = 320;

    private const int MasterQuality = 92;

    /// <summary>A picture as large as this has colour to spare at half the resolution, which is how phones send it.</summary>
    private const int FullColourBelow = 1024;
    private const int ThumbnailQuality = 80;

    /// <returns>Null, and a code of <see cref="Domain.Submissions.RejectionCode"/>, when the upload cannot be used.</returns>
    public static CleanPhoto? Clean(byte[] upload, PhotoThresholds thresholds, out string? refusal)
    {
        using var photo = UprightPhoto.Open(upload, thresholds, out refusal, MasterLongSide);
        if (photo is null)
        {
            return null;
        }

        var (width, height) = SizeOfMaster(photo);
        refusal = PhotoJudge.Verdict(width, height, thresholds);
        if (refusal is not null)
        {
            return null;
        }

        var picture = photo.Resize(width, height, out var pixelDigest);
        var master = Codec.EncodeJpeg(picture, MasterQuality, fullColour: Math.Max(width, height) < FullColourBelow);
        var pixels = Codec.Decode(master);
        return new CleanPhoto(master, Thumbnail(pixels), pixels, pixelDigest, photo.Position);
    }

    private static (int Width, int Height) SizeOfMaster(UprightPhoto photo)
    {
        var factor = Math.Min(1.0, (double)MasterLongSide / Math.Max(photo.Width, photo.Height));
        return ((int)Math.Max(1, Math.Round(photo.Width * factor)), (int)Math.Max(1, Math.Round(photo.Height * factor)));
    }

    private static byte[] Thumbnail(RgbImage master)
    {
        var (width, height) = master.SizeWithin(ThumbnailLongSide);
        return Codec.EncodeJpeg(TriangleResampler.Resize(master, width, height), ThumbnailQuality, fullColour: false);
    }
}
