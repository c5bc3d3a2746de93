using System.Buffers.Binary;
using System.Text;
using Crowdsource.Cli.Demo.Samples;

namespace Crowdsource.Cli.Demo.Plan;

/// <summary>The bytes of a planned upload: the same whenever they are asked for.</summary>
internal static class UploadBody
{
    public static async Task<byte[]> Read(PlannedUpload upload, int seed, CancellationToken cancellation)
    {
        var source = upload.Source is null ? [] : await File.ReadAllBytesAsync(upload.Source, cancellation);
        return upload.Kind switch
        {
            UploadKind.Photo or UploadKind.ExactCopy => source,
            UploadKind.Empty => PictureFile.Jpeg(SamplePhotos.RenderEmpty(upload.Number, seed), 85),
            UploadKind.Hostile => HostileFiles.Create(upload.Number, source),
            UploadKind.OtherMetadata => WithComment(source, $"Edited by volunteer {upload.Volunteer}, number {upload.Number}"),
            UploadKind.NearDuplicate => PictureFile.SavedAgain(source, 74 - (upload.Number % 10)) ?? source,
            _ => throw new ArgumentOutOfRangeException(nameof(upload), upload.Kind, null),
        };
    }

    /// <summary>A JPEG gets a comment segment; other formats get bytes after their end, which decoders pass over.</summary>
    internal static byte[] WithComment(byte[] file, string comment)
    {
        var text = Encoding.UTF8.GetBytes(comment);
        if (file is not [0xFF, 0xD8, ..])
        {
            return [.. file, .. text];
        }

        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(text.Length + 2));
        return [0xFF, 0xD8, 0xFF, 0xFE, .. length, .. text, .. file[2..]];
    }
}
