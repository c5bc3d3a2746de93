using System.Net;

namespace Crowdsource.Cli.Demo.Phones;

/// <summary>A connection that breaks once, in the middle of a large download, and watches how the phone goes on.</summary>
internal sealed class TunnelHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Downloads of fewer bytes are left alone.</summary>
    public const int Large = 64 * 1024;

    private bool _armed;
    private string? _brokenPath;

    /// <summary>Whether a download was cut off.</summary>
    public bool Broke => _brokenPath is not null;

    /// <summary>Whether the download that was cut off went on from where it stopped.</summary>
    public bool Resumed { get; private set; }

    /// <summary>The next large download breaks.</summary>
    public void Arm() => _armed = true;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (_armed && request.Method == HttpMethod.Get && response.Content.Headers.ContentLength is { } length && length >= Large)
        {
            _armed = false;
            _brokenPath = path;
            response.Content = await Broken(response.Content, length / 2, cancellationToken);
        }
        else if (path == _brokenPath && response.StatusCode == HttpStatusCode.PartialContent)
        {
            Resumed = true;
        }

        return response;
    }

    private static async Task<HttpContent> Broken(HttpContent whole, long afterBytes, CancellationToken cancellation)
    {
        var broken = new StreamContent(new BreakingStream(await whole.ReadAsStreamAsync(cancellation), afterBytes));
        foreach (var (name, values) in whole.Headers)
        {
            broken.Headers.TryAddWithoutValidation(name, values);
        }

        return broken;
    }

    private sealed class BreakingStream(Stream inner, long left) : Stream
    {
        private long _left = left;

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
            if (_left <= 0)
            {
                throw new IOException("The connection broke.");
            }

            var read = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

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
