using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Crowdsource.Domain.Blobs;

namespace Crowdsource.Storage.Files;

/// <summary>
/// Blobs as files, <c>ab/abcd…</c>, in 256 folders. A put writes under a temporary name, syncs the file, renames it and syncs the folder:
/// whatever bears a blob's name is whole, whenever the power goes.
/// </summary>
public sealed class FileBlobStore : IUploadStore
{
    private const int BufferBytes = 128 * 1024;
    private const int NoSpaceLeft = 28;

    private readonly string _root;
    private readonly string _incoming;
    private readonly DiskReserve _reserve;

    /// <param name="root">Of this store alone; made when absent. What an interrupted put left there is removed.</param>
    /// <param name="reserve">How much of the disk stays free.</param>
    public FileBlobStore(string root, DiskReserve reserve)
    {
        _root = Path.GetFullPath(root);
        _incoming = Path.Combine(_root, "incoming");
        _reserve = reserve;
        if (Directory.Exists(_incoming))
        {
            Directory.Delete(_incoming, recursive: true);
        }

        Directory.CreateDirectory(_incoming);
        for (var folder = 0; folder <= byte.MaxValue; folder++)
        {
            Directory.CreateDirectory(Path.Combine(_root, folder.ToString("x2", CultureInfo.InvariantCulture)));
        }

        FolderSync.Flush(Path.GetDirectoryName(_root) ?? _root);
        FolderSync.Flush(_root);
    }

    public async Task<StoredBlob> Put(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        _reserve.Demand(BufferBytes);
        var temporary = Path.Combine(_incoming, Path.GetRandomFileName());
        try
        {
            var (digest, length) = await Receive(content, temporary, maxBytes, cancellationToken);
            return new StoredBlob(digest, length, Publish(temporary, digest, length));
        }
        catch (IOException exception) when (exception.HResult == NoSpaceLeft)
        {
            throw new InsufficientStorageException("The disk is full.", exception);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public async Task<StoredBlob> Put(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await Put(stream, content.Length, cancellationToken);
    }

    public Task<Stream?> OpenRead(BlobDigest digest, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(digest), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = BufferBytes,
            }));
        }
        catch (FileNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<long?> Length(BlobDigest digest, CancellationToken cancellationToken)
    {
        var file = new FileInfo(PathOf(digest));
        return Task.FromResult(file.Exists ? file.Length : (long?)null);
    }

    public Task<bool> Delete(BlobDigest digest, CancellationToken cancellationToken)
    {
        var path = PathOf(digest);
        if (!File.Exists(path))
        {
            return Task.FromResult(false);
        }

        File.Delete(path);

        // A photo that its volunteer had deleted must not come back with the power.
        FolderSync.Flush(Path.GetDirectoryName(path)!);
        return Task.FromResult(true);
    }

    public async IAsyncEnumerable<BlobDigest> StoredBefore(DateTimeOffset time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var file in new DirectoryInfo(_root).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (BlobDigest.IsValid(file.Name) && file.LastWriteTimeUtc < time.UtcDateTime)
            {
                yield return new BlobDigest(file.Name);
            }
        }
    }

    public async Task<bool> Verify(BlobDigest digest, CancellationToken cancellationToken)
    {
        await using var stream = await OpenRead(digest, cancellationToken);
        return stream is not null && Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == digest.Value;
    }

    private async Task<(BlobDigest Digest, long Length)> Receive(Stream content, string path, long maxBytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            // Written synchronously: that only copies to memory, while .NET would hand each asynchronous write to another thread.
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            long length = 0;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (length + read > maxBytes)
                {
                    throw new BlobTooLargeException(maxBytes);
                }

                _reserve.Demand(read);
                hash.AppendData(buffer, 0, read);
                RandomAccess.Write(file, buffer.AsSpan(0, read), length);
                length += read;
            }

            RandomAccess.FlushToDisk(file);
            return (new BlobDigest(Convert.ToHexStringLower(hash.GetHashAndReset())), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private PutOutcome Publish(string temporary, BlobDigest digest, long length)
    {
        var path = PathOf(digest);
        var folder = Path.GetDirectoryName(path)!;
        var there = new FileInfo(path);
        var outcome = there.Exists && there.Length == length ? PutOutcome.AlreadyThere : PutOutcome.Stored;
        if (outcome == PutOutcome.Stored)
        {
            // Replaces a damaged file; the same bytes from another put are as good as these.
            File.Move(temporary, path, overwrite: true);
        }

        // Also for a blob that was there: its own put may not have come so far yet.
        FolderSync.Flush(folder);
        return outcome;
    }

    private string PathOf(BlobDigest digest) => Path.Combine(_root, digest.Value[..2], digest.Value);
}
