using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Crowdsource.Storage.Files;

/// <summary>
/// A file: how many bytes of content are durable (8 bytes, little endian), the plan's length (4), the plan as JSON, the content. Content is
/// synced before the number that counts it is written, so that no power cut makes a byte count that is not there.
/// </summary>
internal sealed class FilePartialUpload : IPartialUpload
{
    private const int BufferBytes = 128 * 1024;
    private const int FixedBytes = 12;

    /// <summary>What a crash may cost the sender.</summary>
    private const int CommitEveryBytes = 1024 * 1024;

    private const int Locked = 11;
    private const int NoSpaceLeft = 28;

    private readonly FileStream _file;
    private readonly DiskReserve _reserve;
    private readonly long _start;

    private FilePartialUpload(FileStream file, DiskReserve reserve, PartialUploadPlan plan, long start, long offset) =>
        (_file, _reserve, Plan, _start, Offset) = (file, reserve, plan, start, offset);

    public PartialUploadPlan Plan { get; }

    public long Offset { get; private set; }

    private SafeFileHandle Handle => _file.SafeFileHandle;

    public static bool IsFull(IOException exception) => exception.HResult == NoSpaceLeft;

    public static async Task Begin(string path, PartialUploadPlan plan, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(plan);
        var head = new byte[FixedBytes + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(sizeof(long)), json.Length);
        json.CopyTo(head, FixedBytes);
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        await file.WriteAsync(head, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    /// <exception cref="UploadInUseException">Another caller has it.</exception>
    public static async Task<FilePartialUpload?> Open(string path, DiskReserve reserve, CancellationToken cancellationToken)
    {
        if (Lock(path) is not { } file)
        {
            return null;
        }

        try
        {
            var head = new byte[FixedBytes];
            await file.ReadExactlyAsync(head, cancellationToken);
            var json = new byte[BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(sizeof(long)))];
            await file.ReadExactlyAsync(json, cancellationToken);
            var plan = JsonSerializer.Deserialize<PartialUploadPlan>(json) ?? throw new InvalidDataException($"{path} has no plan.");
            return new FilePartialUpload(file, reserve, plan, file.Position, BinaryPrimitives.ReadInt64LittleEndian(head));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public async Task<bool> Append(Stream content, UploadChecksum? checksum, CancellationToken cancellationToken)
    {
        using var hash = checksum is null ? null : IncrementalHash.CreateHash(checksum.Algorithm);
        var received = Offset;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (received + read > Plan.Length)
                {
                    throw new BlobTooLargeException(Plan.Length);
                }

                _reserve.Demand(read);
                hash?.AppendData(buffer, 0, read);
                await RandomAccess.WriteAsync(Handle, buffer.AsMemory(0, read), _start + received, CancellationToken.None);
                received += read;
                if (hash is null && received - Offset >= CommitEveryBytes)
                {
                    Commit(received);
                }
            }
        }
        catch (IOException exception) when (IsFull(exception))
        {
            throw new InsufficientStorageException("The disk is full.", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (hash is null)
            {
                Commit(received);
            }
        }

        if (hash is not null)
        {
            if (!hash.GetHashAndReset().AsSpan().SequenceEqual(checksum!.Digest.Span))
            {
                return false;
            }

            Commit(received);
        }

        return true;
    }

    public Task<Stream> Content(CancellationToken cancellationToken)
    {
        // Beyond the offset may lie bytes that did not match their checksum.
        RandomAccess.SetLength(Handle, _start + Offset);
        _file.Position = _start;
        return Task.FromResult<Stream>(_file);
    }

    public Task Delete(CancellationToken cancellationToken)
    {
        File.Delete(_file.Name);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static FileStream? Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, useAsync: true);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException exception) when (exception.HResult == Locked)
        {
            throw new UploadInUseException("The upload is being written.", exception);
        }
    }

    private void Commit(long received)
    {
        if (received == Offset)
        {
            return;
        }

        RandomAccess.FlushToDisk(Handle);
        Span<byte> durable = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(durable, Math.Min(received, Plan.Length - 1));
        RandomAccess.Write(Handle, durable, 0);
        RandomAccess.FlushToDisk(Handle);
        Offset = received;
    }
}
