namespace Crowdsource.Vision.Photos;

/// <summary>Tells a file's format from its first bytes; names and media types that a sender claims count for nothing.</summary>
internal static class FormatSniffer
{
    public static PhotoFormat Sniff(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return PhotoFormat.Jpeg;
        }

        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return PhotoFormat.Png;
        }

        if (file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..12].SequenceEqual("WEBP"u8))
        {
            return PhotoFormat.WebP;
        }

        return IsOtherPicture(file) ? PhotoFormat.OtherPicture : PhotoFormat.Unknown;
    }

    private static bool IsOtherPicture(ReadOnlySpan<byte> file) =>
        file.StartsWith("GIF8"u8)
        || file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8)
        || file.StartsWith("BM"u8)
        || file.StartsWith("8BPS"u8)
        || file.StartsWith("DDS "u8)
        || file.StartsWith("\0\0\u0001\0"u8)
        || file.StartsWith("icns"u8)
        || file.StartsWith("\0\0\0\fjP  "u8)
        || file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51])
        // ISO media: HEIC, AVIF and their kin.
        || (file.Length >= 12 && file[4..8].SequenceEqual("ftyp"u8));
}
