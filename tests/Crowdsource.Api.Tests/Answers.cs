using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Problems;
using Shouldly;

namespace Crowdsource.Api.Tests;

internal static class Answers
{
    private static readonly JsonSerializerOptions s_json = ProtocolJson.Options;

    public static Task<HttpResponseMessage> Post<T>(this HttpClient client, string path, T body) =>
        client.PostAsJsonAsync(path, body, s_json);

    public static Task<HttpResponseMessage> Put<T>(this HttpClient client, string path, T body) =>
        client.PutAsJsonAsync(path, body, s_json);

    public static Task<HttpResponseMessage> Patch<T>(this HttpClient client, string path, T body) =>
        client.PatchAsJsonAsync(path, body, s_json);

    /// <summary>Text as JSON, whatever it is.</summary>
    public static Task<HttpResponseMessage> PostText(this HttpClient client, string path, string text) =>
        client.PostAsync(path, new StringContent(text, null, "application/json"));

    public static async Task<T> Get<T>(this HttpClient client, string path) => await (await client.GetAsync(path)).Is<T>(HttpStatusCode.OK);

    public static async Task<T> Is<T>(this HttpResponseMessage response, HttpStatusCode status)
    {
        await response.Has(status);
        return (await response.Content.ReadFromJsonAsync<T>(s_json))!;
    }

    public static async Task Has(this HttpResponseMessage response, HttpStatusCode status) =>
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());

    public static async Task<ProblemDocument> IsProblem(this HttpResponseMessage response, ProblemType problem)
    {
        await response.Has((HttpStatusCode)problem.Status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var document = (await response.Content.ReadFromJsonAsync<ProblemDocument>(s_json))!;
        document.Type.ShouldBe(problem.Uri);
        document.Title.ShouldBe(problem.Title);
        document.Status.ShouldBe(problem.Status);
        return document;
    }
}
