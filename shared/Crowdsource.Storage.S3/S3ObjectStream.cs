namespace Crowdsource.Storage.S3;

/// <summary>An object as it comes over the line. Seeking ends the answer that was being read; the next read asks from there.</summary>
internal sealed class S3ObjectStream : Stream
{
    private readonly S3Bucket _bucket;
    private readonly string _key;
    private HttpResponseMessage? _answer;
    private Stream? _body;
    private long _position;

    private S3ObjectStream(S3Bucket bucket, string key, HttpResponseMessage answer, Stream body, long length) =>
        (_bucket, _key, _answer, _body, Length) = (bucket, key, answer, body, length);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value != _position)
            {
                Close(ref _answer, ref _body);
                _position = value;
            }
        }
    }

    /// <summary>Null when there is no such object.</summary>
    public static async Task<S3ObjectStream?> Open(S3Bucket bucket, string key, CancellationToken cancellationToken)
    {
        if (await bucket.Get(key, from: 0, cancellationToken) is not { } answer)
        {
            return null;
        }

        var length = answer.Content.Headers.ContentLength ?? throw new InvalidOperationException($"The S3 does not tell the length of {key}.");
        return new S3ObjectStream(bucket, key, answer, await answer.Content.ReadAsStreamAsync(cancellationToken), length);
    }

    /// <exception cref="BlobStoreUnavailableException">The line broke, or nothing comes any more.</exception>
    /// <exception cref="FileNotFoundException">The object was deleted since.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        if (_body is null)
        {
            _answer = await _bucket.Get(_key, _position, cancellationToken) ?? throw new FileNotFoundException($"{_key} was deleted.");
            _body = await _answer.Content.ReadAsStreamAsync(cancellationToken);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(S3Transport.Patience);
        try
        {
            var read = await _body.ReadAsync(buffer, deadline.Token);
            _position += read;
            return read > 0 ? read : throw new BlobStoreUnavailableException($"{_key} broke off after {_position} of {Length} bytes.");
        }
        catch (IOException exception)
        {
            throw new BlobStoreUnavailableException($"{_key} broke off after {_position} of {Length} bytes.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BlobStoreUnavailableException($"{_key} stopped after {_position} of {Length} bytes.", exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Nobody here waits on a context that this would block.
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close(ref _answer, ref _body);
        }

        base.Dispose(disposing);
    }

    private static void Close(ref HttpResponseMessage? answer, ref Stream? body)
    {
        body?.Dispose();
        answer?.Dispose();
        (answer, body) = (null, null);
    }
}
