using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Problems;

namespace Crowdsource.Client.Http;

/// <summary>The protocol's documents as bodies.</summary>
internal static class JsonBody
{
    public static HttpContent Of<T>(T document)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(document, TypeOf<T>()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>The document in a successful answer.</summary>
    /// <exception cref="ProblemException">The server refused.</exception>
    /// <exception cref="HttpRequestException">The answer is not what the protocol says: something else stands between.</exception>
    public static async Task<T> Read<T>(this HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new ProblemException(await response.ReadProblem(cancellationToken));
        }

        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, TypeOf<T>(), cancellationToken) ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw new HttpRequestException($"{response.RequestMessage?.RequestUri} answered with something else: {error.Message}", error);
        }
    }

    /// <summary>What the server said; a problem of its status when it said nothing that can be read.</summary>
    public static async Task<ProblemDocument> ReadProblem(this HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            if (await JsonSerializer.DeserializeAsync(body, TypeOf<ProblemDocument>(), cancellationToken) is { Type: not null, Title: not null } problem)
            {
                return problem;
            }
        }
        catch (JsonException)
        {
            // A proxy's page: the status is all there is to know.
        }

        return new ProblemDocument("about:blank", $"The server answered {(int)response.StatusCode} {response.ReasonPhrase}.", (int)response.StatusCode);
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)ProtocolJson.Options.GetTypeInfo(typeof(T));
}
