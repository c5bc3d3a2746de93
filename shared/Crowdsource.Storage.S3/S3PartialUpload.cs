using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Crowdsource.Domain.Blobs;

namespace Crowdsource.Storage.S3;

/// <summary>Its pieces follow one another without a gap; one that another caller wrote first ends the appending.</summary>
internal sealed class S3PartialUpload : IDirectUpload
{
    /// <summary>What a crash may cost the sender, and what an append holds in memory.</summary>
    private const int PieceBytes = 1024 * 1024;

    /// <summary>What the sender puts there is no piece.</summary>
    private const string Direct = "direct";

    private readonly S3Bucket _bucket;
    private readonly string _folder;
    private readonly Func<CancellationToken, Task> _delete;
    private readonly List<string> _pieces = [];
    private readonly List<FileStream> _contents = [];
    private long _stored;
    private FileStream? _collected;

    /// <param name="bucket">Where.</param>
    /// <param name="plan">The upload's.</param>
    /// <param name="folder">Of its pieces, with the slash.</param>
    /// <param name="pieces">Keys and lengths.</param>
    /// <param name="delete">Forgets it.</param>
    public S3PartialUpload(
        S3Bucket bucket, PartialUploadPlan plan, string folder, Dictionary<string, long> pieces, Func<CancellationToken, Task> delete)
    {
        (_bucket, Plan, _folder, _delete) = (bucket, plan, folder, delete);
        while (pieces.TryGetValue(KeyAt(_stored), out var length))
        {
            _pieces.Add(KeyAt(_stored));
            _stored += length;
        }

        Offset = Math.Min(_stored, plan.Length - 1);
    }

    public PartialUploadPlan Plan { get; }

    public long Offset { get; private set; }

    public async Task<bool> Append(Stream content, UploadChecksum? checksum, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (checksum is null)
        {
            await AppendAsItComes(content, cancellationToken);
            return true;
        }

        // None is kept before all is known to be right.
        var spool = Spool.Open();
        await using (spool)
        {
            await Receive(spool, content, cancellationToken);
            spool.Position = 0;
            if (!(await CryptographicOperations.HashDataAsync(checksum.Algorithm, spool, cancellationToken)).AsSpan().SequenceEqual(checksum.Digest.Span))
            {
                return false;
            }

            spool.Position = 0;
            await AppendAsItComes(spool, CancellationToken.None);
            return true;
        }
    }

    public bool IsOffered => _bucket.IsPublic;

    public Uri? Address(TimeSpan validFor) => _bucket.AddressToPut(_folder + Direct, Plan.Length, validFor);

    public async Task<DirectArrival> Collect(BlobDigest expected, CancellationToken cancellationToken)
    {
        await using var put = await S3ObjectStream.Open(_bucket, _folder + Direct, cancellationToken);
        if (put?.Length != Plan.Length)
        {
            return DirectArrival.Absent;
        }

        // Read once: whoever puts other bytes there meanwhile changes nothing of what is taken.
        var spool = Spool.Open();
        _contents.Add(spool);
        if (await Spool.Fill(spool, put, Plan.Length, cancellationToken) != expected)
        {
            // It serves nobody, and each look at it costs as much as it did to send.
            await _bucket.Delete(_folder + Direct, cancellationToken);
            return DirectArrival.Different;
        }

        (_collected, Offset) = (spool, Plan.Length);
        return DirectArrival.Complete;
    }

    public async Task<Stream> Content(CancellationToken cancellationToken)
    {
        if (_collected is not null)
        {
            _collected.Position = 0;
            return _collected;
        }

        var spool = Spool.Open();
        _contents.Add(spool);
        foreach (var piece in _pieces)
        {
            await using var stream = await S3ObjectStream.Open(_bucket, piece, cancellationToken)
                ?? throw new UploadInUseException("The upload was given up or begun anew.");
            await Spool.Fill(spool, stream, long.MaxValue, cancellationToken);
        }

        spool.Position = 0;
        return spool;
    }

    public Task Delete(CancellationToken cancellationToken) => _delete(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var content in _contents)
        {
            await content.DisposeAsync();
        }
    }

    private async Task Receive(FileStream spool, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            await Spool.Fill(spool, content, Plan.Length - Offset, cancellationToken);
        }
        catch (BlobTooLargeException)
        {
            throw new BlobTooLargeException(Plan.Length);
        }
    }

    private async Task AppendAsItComes(Stream content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            ExceptionDispatchInfo? broken;
            do
            {
                (var filled, broken, var isEnd) = await Fill(content, buffer, cancellationToken);
                await Keep(buffer.AsMemory(0, filled));
                if (isEnd)
                {
                    broken?.Throw();
                    return;
                }
            }
            while (true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads until a piece is full, the content ends, or it breaks off: then with why.</summary>
    private async Task<(int Filled, ExceptionDispatchInfo? Broken, bool IsEnd)> Fill(
        Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        try
        {
            int read;
            while (filled < PieceBytes && (read = await content.ReadAsync(buffer.AsMemory(filled, PieceBytes - filled), cancellationToken)) > 0)
            {
                if (Offset + filled + read > Plan.Length)
                {
                    throw new BlobTooLargeException(Plan.Length);
                }

                filled += read;
            }

            return (filled, null, filled < PieceBytes);
        }
        catch (Exception exception)
        {
            return (filled, ExceptionDispatchInfo.Capture(exception), true);
        }
    }

    /// <exception cref="UploadInUseException">Another caller appended here first.</exception>
    private async Task Keep(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        // The last byte of an upload that is whole comes again.
        if (Offset + bytes.Length > _stored)
        {
            if (!await _bucket.PutNew(KeyAt(Offset), bytes, CancellationToken.None))
            {
                throw new UploadInUseException("Another request has appended to the upload.");
            }

            _pieces.Add(KeyAt(Offset));
            _stored = Offset + bytes.Length;
        }

        Offset += bytes.Length;
    }

    private string KeyAt(long offset) => $"{_folder}{offset:D12}";
}
