using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Crowdsource.Client.Http;
using Crowdsource.Client.Submitting;
using Crowdsource.Client.Tests.Http;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Submissions;

namespace Crowdsource.Client.Tests.Submitting;

/// <summary>The API's rules about uploads, as far as a client can see them, without a network.</summary>
internal sealed class SubmissionServer : HttpMessageHandler
{
    public ConcurrentDictionary<string, byte[]> Photos { get; } = new();

    public ConcurrentQueue<HttpRequestMessage> Requests { get; } = new();

    /// <summary>An answer of its own, or an exception, for a request that arrived; stored says whether the photo was taken first.</summary>
    public Func<HttpRequestMessage, (bool Stored, HttpResponseMessage? Answer)> Fault { get; set; } = _ => (true, null);

    public ImmediateClock Clock { get; } = new();

    public CrowdsourceClient Client => new(
        new HttpClient(this, disposeHandler: false) { BaseAddress = new Uri("http://server.test") },
        new RetryOptions { Seed = 1, Attempts = 3 },
        Clock)
    {
        Token = "token",
    };

    public static HttpResponseMessage Problem(ProblemType type) =>
        Json((HttpStatusCode)type.Status, new ProblemDocument(type.Uri, type.Title, type.Status));

    public static HttpResponseMessage Json<T>(HttpStatusCode status, T document) =>
        new(status) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(document, ProtocolJson.Options)) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var (stored, answer) = Fault(request);
        var isNew = stored && Photos.TryAdd(request.RequestUri!.AbsolutePath, body);
        return answer ?? Json(
            isNew ? HttpStatusCode.Created : HttpStatusCode.OK,
            new SubmissionResponse(
                Guid.Parse(request.RequestUri!.Segments[^1]), "fruit", "Äpfel", "Äpfel", SubmissionStatus.Received, null, 0,
                DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null));
    }
}
