namespace Crowdsource.Api.Submissions;

/// <summary>The media types of the pictures that the pipeline stores, known by their first bytes.</summary>
internal static class PictureType
{
    public static async Task<string> Of(Stream picture, CancellationToken cancellationToken)
    {
        var head = new byte[12];
        var read = await picture.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        picture.Position = 0;
        return Of(head.AsSpan(0, read));
    }

    public static string Of(ReadOnlySpan<byte> head) =>
        head is [0xFF, 0xD8, 0xFF, ..] ? "image/jpeg"
        : head is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] ? "image/png"
        : head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) ? "image/webp"
        : "application/octet-stream";
}
