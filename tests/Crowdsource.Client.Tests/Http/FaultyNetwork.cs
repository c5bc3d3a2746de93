using System.Net;

namespace Crowdsource.Client.Tests.Http;

/// <summary>Breaks some of what passes.</summary>
internal sealed class FaultyNetwork : DelegatingHandler
{
    public FaultyNetwork()
        : base(new SocketsHttpHandler())
    {
    }

    /// <summary>Called with each request; an answer or an exception of its own keeps the request from the server.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Before { get; set; } = _ => null;

    /// <summary>After how many bytes a body breaks off, asked for each answer; null: never.</summary>
    public Func<HttpRequestMessage, long?> CutAfter { get; set; } = _ => null;

    public int Requests { get; private set; }

    /// <summary>What really passed, bodies of answers only.</summary>
    public long ReceivedBytes { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        if (Before(request) is { } own)
        {
            return own;
        }

        var response = await base.SendAsync(request, cancellationToken);
        var content = new StreamContent(new CutStream(this, await response.Content.ReadAsStreamAsync(cancellationToken), CutAfter(request)));
        foreach (var header in response.Content.Headers)
        {
            content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        response.Content = content;
        return response;
    }

    public static HttpResponseMessage Answer(HttpStatusCode status) => new(status) { Content = new ByteArrayContent([]) };

    private sealed class CutStream(FaultyNetwork network, Stream inner, long? left) : Stream
    {
        private long? _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0)
            {
                throw new IOException("The connection was cut.");
            }

            var read = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left ?? buffer.Length)], cancellationToken);
            _left -= read;
            network.ReceivedBytes += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
