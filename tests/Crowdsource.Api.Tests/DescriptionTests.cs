using System.Text.Json;
using System.Text.Json.Nodes;
using Crowdsource.Protocol.Problems;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class DescriptionTests(ApiHost host)
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_API_is_as_described()
    {
        var document = JsonNode.Parse(await host.Anonymous.GetStringAsync("/openapi/v1.json"))!;
        document["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        Golden.Matches("tests/Crowdsource.Api.Tests/openapi.json", document.ToJsonString(s_indented) + "\n");
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_examples_and_its_problems()
    {
        var document = JsonNode.Parse(await host.Anonymous.GetStringAsync("/openapi/v1.json"))!;
        var missing = new List<string>();
        var names = new List<string>();
        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in item!.AsObject())
            {
                var where = $"{method} {path}";
                names.Add(operation!["operationId"]?.GetValue<string>() ?? $"? {where}");
                Check(operation["summary"] is not null, where, "summary");
                Check(operation["tags"] is JsonArray { Count: 1 }, where, "tag");
                var responses = operation["responses"]!.AsObject();
                Check(
                    responses.Any(response => int.Parse(response.Key) >= 400 && response.Value!["content"]?["application/problem+json"]?["examples"] is not null),
                    where,
                    "problems");
                foreach (var content in responses.Select(response => response.Value!["content"]).Append(operation["requestBody"]?["content"]))
                {
                    Check(content?["application/json"] is not { } json || json["example"] is not null, where, "example");
                }

                foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                {
                    Check(parameter!["description"] is not null && parameter["example"] is not null, where, $"parameter {parameter["name"]}");
                }

                foreach (var name in System.Text.RegularExpressions.Regex.Matches(path, @"\{(\w+)\}").Select(match => match.Groups[1].Value))
                {
                    Check(
                        operation["parameters"]!.AsArray().Any(parameter => parameter!["name"]!.GetValue<string>() == name), where, $"path parameter {name}");
                }
            }
        }

        missing.ShouldBeEmpty();
        names.ShouldBeUnique();
        names.Count.ShouldBeGreaterThan(40);

        void Check(bool there, string where, string what)
        {
            if (!there)
            {
                missing.Add($"{where}: {what}");
            }
        }
    }

    [Fact]
    public void Every_request_has_a_validator_and_refuses_unknown_members()
    {
        var requests = typeof(ProblemType).Assembly.GetTypes().Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal)).ToList();
        requests.Count.ShouldBeGreaterThan(10);
        foreach (var request in requests.Where(type => type.Name != nameof(Protocol.Campaigns.NewLabelRequest)))
        {
            host.Services.GetService(typeof(FluentValidation.IValidator<>).MakeGenericType(request)).ShouldNotBeNull(request.Name);
        }

        foreach (var request in requests)
        {
            Protocol.ProtocolJson.Options.GetTypeInfo(request).UnmappedMemberHandling
                .ShouldBe(System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow, request.Name);
        }
    }

    [Fact]
    public async Task Problem_types_can_be_looked_up_at_their_address()
    {
        ProblemTypes.All.Select(problem => problem.Uri).ShouldBeUnique();
        foreach (var problem in ProblemTypes.All)
        {
            (await host.Anonymous.GetStringAsync(problem.Uri)).ShouldContain(problem.Title);
        }

        await (await host.Anonymous.GetAsync("/problems/none")).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task The_browsable_docs_ask_no_other_server()
    {
        var html = await host.Anonymous.GetStringAsync("/docs");
        html.ShouldContain("scalar");
        html.ShouldNotContain("//cdn");
        html.ShouldNotContain("https://");
        var scripts = System.Text.RegularExpressions.Regex.Matches(html, "src=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToArray();
        scripts.ShouldNotBeEmpty();
        foreach (var script in scripts)
        {
            (await host.Anonymous.GetAsync(new Uri(new Uri(host.Address, "/docs/"), script))).EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task What_does_not_exist_is_a_problem_too()
    {
        await (await host.Anonymous.GetAsync("/api/v1/nothing")).IsProblem(ProblemTypes.NotFound);
        await (await host.Anonymous.DeleteAsync("/api/v1/campaigns")).IsProblem(ProblemTypes.MethodNotAllowed);
    }

    [Fact]
    public async Task Answers_are_not_sniffed_cached_or_framed()
    {
        var response = await host.Anonymous.GetAsync("/api/v1/campaigns");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Health_is_told_without_a_token()
    {
        (await host.Anonymous.GetStringAsync("/health/live")).ShouldBe("live");
        (await host.Anonymous.GetStringAsync("/health/ready")).ShouldBe("ready");
    }
}
