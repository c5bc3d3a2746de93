using System.Net;
using Crowdsource.Testing;
using Google.Protobuf;

namespace Crowdsource.AllInOne.Tests.Telemetry;

/// <summary>Takes OTLP over HTTP as a collector does, and reads of it what the tests ask for, by the published field numbers.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Lock _lock = new();
    private readonly List<(string Scope, string Name, string Trace)> _spans = [];
    private readonly Dictionary<string, string> _units = [];
    private readonly Task _taking;

    public OtlpReceiver()
    {
        Address = HostUnderTest.FreeAddress();
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _taking = Take();
    }

    public Uri Address { get; }

    /// <summary>What arrived of one trace, as source and name.</summary>
    /// <param name="trace">32 hexadecimal digits.</param>
    public IReadOnlyList<string> Spans(string trace)
    {
        lock (_lock)
        {
            return [.. _spans.Where(span => span.Trace == trace).Select(span => $"{span.Scope}: {span.Name}").Distinct()];
        }
    }

    /// <summary>The metrics that arrived, with their units.</summary>
    public IReadOnlyDictionary<string, string> Units
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, string>(_units);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _taking;
    }

    private async Task Take()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                Read(context.Request.Url!.AbsolutePath, ByteString.FromStream(context.Request.InputStream));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Read(string path, ByteString request)
    {
        lock (_lock)
        {
            // Both requests: resources, in them scopes, in them a scope's name and its spans or metrics.
            foreach (var scoped in Fields(request, 1).SelectMany(resource => Fields(resource, 2)))
            {
                var scope = Fields(scoped, 1).SelectMany(named => Fields(named, 1)).Single().ToStringUtf8();
                foreach (var item in Fields(scoped, 2))
                {
                    if (path == "/v1/traces")
                    {
                        _spans.Add((scope, Fields(item, 5).Single().ToStringUtf8(), Convert.ToHexStringLower(Fields(item, 1).Single().Span)));
                    }
                    else
                    {
                        _units[Fields(item, 1).Single().ToStringUtf8()] = Fields(item, 3).SingleOrDefault()?.ToStringUtf8() ?? "";
                    }
                }
            }
        }
    }

    /// <summary>The values of a field that has bytes, text or a message.</summary>
    private static List<ByteString> Fields(ByteString message, int number)
    {
        var found = new List<ByteString>();
        using var input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == number && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                found.Add(input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }
}
