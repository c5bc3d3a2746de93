using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Problems;

namespace Crowdsource.Cli.Http;

/// <summary>Talks to one server with one token. Whatever goes wrong becomes a sentence.</summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="server">Where it listens, such as <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="token">Null for what anybody may read.</param>
    public ServerConnection(Uri server, string? token)
    {
        Server = server;
        _http = new HttpClient { BaseAddress = server };
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    public Uri Server { get; }

    public async Task<T> Get<T>(string path, CancellationToken cancellation)
    {
        using var response = await Send(HttpMethod.Get, path, null, cancellation);
        return await Read<T>(response, cancellation);
    }

    /// <summary>What a change has to name, so that nobody else's change is lost, beside the answer.</summary>
    public async Task<(T Answer, EntityTagHeaderValue? Tag)> GetTagged<T>(string path, CancellationToken cancellation)
    {
        using var response = await Send(HttpMethod.Get, path, null, cancellation);
        return (await Read<T>(response, cancellation), response.Headers.ETag);
    }

    /// <summary>Changes what still has the tag.</summary>
    public async Task<TAnswer> Change<TRequest, TAnswer>(
        HttpMethod method, string path, TRequest? request, EntityTagHeaderValue? tag, CancellationToken cancellation)
        where TRequest : class
    {
        using var response = await Send(method, path, request is null ? null : Json(request), cancellation, tag: tag);
        return await Read<TAnswer>(response, cancellation);
    }

    public async Task<T> Send<T>(HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        using var response = await Send(method, path, body, cancellation);
        return await Read<T>(response, cancellation);
    }

    public Task<TAnswer> Post<TRequest, TAnswer>(string path, TRequest request, CancellationToken cancellation) =>
        Send<TAnswer>(HttpMethod.Post, path, Json(request), cancellation);

    public Task<TAnswer> Put<TRequest, TAnswer>(string path, TRequest request, CancellationToken cancellation) =>
        Send<TAnswer>(HttpMethod.Put, path, Json(request), cancellation);

    /// <summary>A request without a body whose answer does not matter.</summary>
    public async Task Act(HttpMethod method, string path, CancellationToken cancellation)
    {
        using var _ = await Send(method, path, null, cancellation);
    }

    /// <returns>Created for a new photo, OK for one that is there already.</returns>
    public async Task<HttpStatusCode> PutPhoto(string path, byte[] file, CancellationToken cancellation)
    {
        using var response = await Send(HttpMethod.Put, path, Photo(file), cancellation);
        return response.StatusCode;
    }

    public static ByteArrayContent Photo(byte[] file) => new(file)
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") },
    };

    public async Task<byte[]> GetBytes(string path, CancellationToken cancellation)
    {
        using var response = await Send(HttpMethod.Get, path, null, cancellation);
        return await response.Content.ReadAsByteArrayAsync(cancellation);
    }

    /// <summary>Saves an answer of any length; a file of this name is there only when it is whole.</summary>
    /// <returns>Bytes.</returns>
    public async Task<long> Download(string path, string file, CancellationToken cancellation)
    {
        using var response = await Send(HttpMethod.Get, path, null, cancellation, HttpCompletionOption.ResponseHeadersRead);
        var partial = $"{file}.partial";
        try
        {
            await using (var to = File.Create(partial))
            {
                await response.Content.CopyToAsync(to, cancellation);
                to.Flush(flushToDisk: true);
            }
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            File.Delete(partial);
            throw new CliException($"The answer of {Server} was cut off ({cut.Message}): nothing was saved.", cut);
        }

        File.Move(partial, file);
        return new FileInfo(file).Length;
    }

    /// <summary>Follows a list from its first page to its last.</summary>
    /// <param name="path">Of the list; may have a query.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<T> List<T>(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var separator = path.Contains('?') ? '&' : '?';
        for (string? after = null; ;)
        {
            var page = await Get<Page<T>>(
                $"{path}{separator}limit=200{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}", cancellation);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            after = page.Next;
            if (after is null)
            {
                yield break;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> Send(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellation,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead, EntityTagHeaderValue? tag = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (tag is not null)
        {
            request.Headers.IfMatch.Add(tag);
        }

        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, completion, cancellation);
        }
        catch (HttpRequestException unreachable)
        {
            throw new CliException(
                $"The server at {Server} does not answer ({unreachable.Message}). Start it with 'make run', or name another with --server.", unreachable);
        }
        catch (TaskCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new CliException($"The server at {Server} took too long over {method} {path}.", late);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new ServerRefusedException(response.StatusCode, await ReadProblem(response, cancellation), $"{method} {path}");
        }
    }

    private static JsonContent Json<T>(T request) => JsonContent.Create(request, TypeInfo<T>());

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)ProtocolJson.Options.GetTypeInfo(typeof(T));

    private static async Task<T> Read<T>(HttpResponseMessage response, CancellationToken cancellation) =>
        await response.Content.ReadFromJsonAsync(TypeInfo<T>(), cancellation)
        ?? throw new CliException($"The server answered {response.RequestMessage?.RequestUri} with nothing.");

    private static async Task<ProblemDocument?> ReadProblem(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return response.Content.Headers.ContentType?.MediaType == "application/problem+json"
                ? await response.Content.ReadFromJsonAsync(TypeInfo<ProblemDocument>(), cancellation)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
