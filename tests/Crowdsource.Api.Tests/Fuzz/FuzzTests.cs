using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crowdsource.Protocol.Problems;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests.Fuzz;

/// <summary>Thousands of requests made from the description of the API: nothing breaks, and every answer is one that the description names.</summary>
public sealed class FuzzTests(ApiHost host)
{
    private const int PerOperation = 50;
    private const int Seed = 20261122;

    /// <summary>They end the token that the next request would use.</summary>
    private static readonly string[] s_last = ["EraseMe"];

    [Fact]
    public async Task Every_answer_to_any_request_is_one_that_the_description_names()
    {
        var document = JsonNode.Parse(await host.Anonymous.GetStringAsync("/openapi/v1.json"))!;
        var check = new SchemaCheck(document);
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var photo = await stage.Accepted(volunteer);
        await stage.Promoted((await host.Blobs.Put("{\"photos\":[]}"u8.ToArray(), default)).Digest);
        var random = new Random(Seed);
        var maker = new RequestMaker(random, new Dictionary<string, string>
        {
            ["campaign"] = stage.Campaign,
            ["submission"] = photo.ToString(),
            ["night"] = "1",
            ["version"] = "1",
        });
        HttpClient[] callers = [volunteer, host.Owner, host.Curator, host.App, volunteer, host.Owner, host.Anonymous];
        var wrong = new List<string>();
        var sent = 0;
        foreach (var (path, method, operation) in Operations(document).OrderBy(one => s_last.Contains(one.Operation["operationId"]!.GetValue<string>())))
        {
            for (var i = 0; i < PerOperation; i++, sent++)
            {
                using var request = maker.Make(method, path, operation);
                var caller = callers[random.Next(callers.Length)];
                using var answer = await caller.SendAsync(request);
                wrong.AddRange((await Errors(answer, operation, check)).Select(error =>
                    $"{operation["operationId"]}: {method} {request.RequestUri} → {(int)answer.StatusCode}: {error}"));
            }
        }

        sent.ShouldBeGreaterThan(2000);
        wrong.Count.ShouldBe(0, string.Join('\n', wrong.GroupBy(line => line.Split(": ")[0] + line.Split('→')[^1]).Select(group => $"{group.Count()} × {group.First()}")));
    }

    private static IEnumerable<(string Path, string Method, JsonNode Operation)> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key.ToUpperInvariant(), operation.Value!);

    private static async Task<IReadOnlyList<string>> Errors(HttpResponseMessage answer, JsonNode operation, SchemaCheck check)
    {
        var status = (int)answer.StatusCode;
        var body = await answer.Content.ReadAsStringAsync();
        if (status == (int)HttpStatusCode.InternalServerError)
        {
            return [$"broke: {body}"];
        }

        if (operation["responses"]![$"{status}"] is not { } described)
        {
            return [$"the status is not described: {body}"];
        }

        var type = answer.Content.Headers.ContentType?.MediaType;
        if (body.Length == 0)
        {
            return [];
        }

        if (type is null || described["content"]?[type] is not { } media)
        {
            return [$"{type} is not described"];
        }

        if (type == "application/problem+json")
        {
            var problem = JsonSerializer.Deserialize<ProblemDocument>(body, Protocol.ProtocolJson.Options)!;
            return media["examples"]?[problem.Type.Split('/')[^1]] is null ? [$"{problem.Type} is not described"] : [];
        }

        return type == "application/json" ? check.Errors(JsonNode.Parse(body), media["schema"]!) : [];
    }
}
