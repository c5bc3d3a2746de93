using Crowdsource.Storage;
using Microsoft.AspNetCore.Http;

namespace Crowdsource.Api.Submissions;

/// <summary>The bytes in the body of a request, read once from end to end.</summary>
internal static class PhotoUpload
{
    /// <summary>25 MB.</summary>
    public const long MaxBytes = 25 * 1024 * 1024;

    /// <summary>Whether there is at least one byte; reads none.</summary>
    public static async Task<bool> IsEmpty(HttpRequest request, CancellationToken cancellationToken)
    {
        var result = await request.BodyReader.ReadAsync(cancellationToken);
        request.BodyReader.AdvanceTo(result.Buffer.Start);
        return result.Buffer.IsEmpty && result.IsCompleted;
    }

    /// <exception cref="BlobTooLargeException">The sender announces too much: nothing is read.</exception>
    public static void RefuseAnnouncedSize(HttpRequest request)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw new BlobTooLargeException(MaxBytes);
        }
    }

    /// <summary>The whole body in memory.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAll(HttpRequest request, CancellationToken cancellationToken)
    {
        var content = new MemoryStream();
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(cancellationToken);
            foreach (var segment in result.Buffer)
            {
                content.Write(segment.Span);
            }

            request.BodyReader.AdvanceTo(result.Buffer.End);
            if (content.Length > MaxBytes)
            {
                throw new BlobTooLargeException(MaxBytes);
            }

            if (result.IsCompleted)
            {
                return content.GetBuffer().AsMemory(0, (int)content.Length);
            }
        }
    }
}
