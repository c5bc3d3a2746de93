using System.Buffers;
using System.Security.Cryptography;
using Crowdsource.Domain.Blobs;

namespace Crowdsource.Storage.S3;

/// <summary>A nameless file in the folder for temporary files: an S3 wants to know name and length before the bytes.</summary>
internal static class Spool
{
    private const int BufferBytes = 128 * 1024;
    private const int NoSpaceLeft = 28;

    public static FileStream Open()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
        });
        // Goes with its handle, also when the process is killed.
        File.Delete(path);
        return file;
    }

    /// <summary>Writes what <paramref name="content"/> still has to the end of a spool.</summary>
    /// <returns>The digest of these bytes.</returns>
    /// <exception cref="BlobTooLargeException">There are more than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="InsufficientStorageException">The disk is full.</exception>
    public static async Task<BlobDigest> Fill(FileStream spool, Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long length = 0;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if ((length += read) > maxBytes)
                {
                    throw new BlobTooLargeException(maxBytes);
                }

                hash.AppendData(buffer, 0, read);
                Write(spool, buffer.AsSpan(0, read));
            }

            return new BlobDigest(Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Write(FileStream spool, ReadOnlySpan<byte> bytes)
    {
        try
        {
            spool.Write(bytes);
        }
        catch (IOException exception) when (exception.HResult == NoSpaceLeft)
        {
            throw new InsufficientStorageException("The disk for temporary files is full.", exception);
        }
    }
}
