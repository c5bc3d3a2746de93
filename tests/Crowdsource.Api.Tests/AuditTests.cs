using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Crowdsource.Api.Access;
using Crowdsource.Api.Audit;
using Crowdsource.Domain.Access;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Access;
using Crowdsource.Protocol.Audit;
using Crowdsource.Protocol.Newsletters;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Reviews;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class AuditTests(ApiHost host)
{
    [Fact]
    public async Task Whatever_staff_may_change_leaves_a_row()
    {
        var stage = await Stage.Create(host);
        var (token, client) = await Issue(TokenScope.Owner, "Grace");
        var document = JsonNode.Parse(await host.Anonymous.GetStringAsync("/openapi/v1.json"))!;
        var changing = Changing().ToList();
        changing.Count.ShouldBeGreaterThan(15);
        foreach (var (name, method, pattern) in changing)
        {
            await (await Ask(client, document, stage, name, method, pattern)).Content.ReadAsByteArrayAsync();
        }

        var rows = await Rows($"actor={token.Id}");
        changing.Select(endpoint => endpoint.Name).Except(rows.Select(row => row.Action)).ShouldBeEmpty();
        rows.ShouldAllBe(row => row.Name == "Grace" && row.Correlation != null && row.Subject.Length > 0 && row.Outcome != "internal");
    }

    [Fact]
    public async Task An_effect_is_signed_with_who_what_and_where()
    {
        var stage = await Stage.Create(host);
        var (token, ada) = await Issue(TokenScope.Curator, "Ada");
        var volunteer = await stage.Volunteer();
        var (one, two) = (await stage.InReview(volunteer), await stage.InReview(volunteer, "Pear"));
        await (await ada.Post($"{stage.Path}/reviews/bulk", new BulkReviewRequest(
            [new BulkReviewItem(one, ReviewVerdict.Accept), new BulkReviewItem(two, ReviewVerdict.Accept)]))).Has(HttpStatusCode.OK);
        await (await ada.PutAsync($"{stage.Path}/highlights/{one}", null)).Has(HttpStatusCode.NoContent);
        await (await ada.PutAsync($"{stage.Path}/highlights/{one}", null)).Has(HttpStatusCode.NoContent);
        await (await ada.Post($"{stage.Path}/newsletter/issues", new PublishIssueRequest("First"))).Has(HttpStatusCode.Created);
        await (await ada.Put($"{stage.Path}/reviews/{Guid.Empty}", new ReviewRequest(ReviewVerdict.Accept))).IsProblem(ProblemTypes.NotFound);

        var rows = await Rows($"actor={token.Id}&inCampaign={stage.Campaign}");
        rows.Select(row => (row.Action, row.Subject, row.Outcome)).ShouldBe(
            [
                ("ReviewInBulk", $"submission/{one}", "done"),
                ("ReviewInBulk", $"submission/{two}", "done"),
                ("PickHighlight", $"submission/{one}", "done"),
                ("PickHighlight", $"submission/{one}", "unchanged"),
                ("PublishIssue", $"newsletter/{stage.Campaign}", "done"),
                ("ReviewSubmission", $"submission/{Guid.Empty}", "not-found"),
            ],
            ignoreOrder: true);
        (await Rows($"action=PublishIssue&inCampaign={stage.Campaign}")).ShouldHaveSingleItem().Actor.ShouldBe(token.Id);
        (await Rows($"inCampaign={stage.Campaign}&until=2020-01-01T00:00:00Z")).ShouldBeEmpty();
        (await Rows($"inCampaign={stage.Campaign}&from=2020-01-01T00:00:00Z")).Count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task What_is_made_is_named()
    {
        var stage = await Stage.Create(host);
        (await Rows($"inCampaign={stage.Campaign}")).ShouldHaveSingleItem().Subject.ShouldBe($"campaign/{stage.Campaign}");
        var (token, _) = await Issue(TokenScope.App, "phones");
        (await Rows("action=IssueToken")).ShouldContain(row => row.Subject == $"token/{token.Id}" && row.Outcome == "done");

        var photo = Guid.CreateVersion7();
        await (await stage.Send(await stage.Volunteer(), photo, "hopeless")).Has(HttpStatusCode.Created);
        await stage.GiveUp(photo);
        var dead = (await host.Owner.Get<Protocol.Operations.WorkResponse>("/api/v1/operations/work"))
            .DeadLetters.Single(item => item.Subject == photo.ToString());
        await (await host.Owner.PostAsync($"/api/v1/operations/work/{dead.Id}/retry", null)).Has(HttpStatusCode.NoContent);
        await stage.Process(photo);
        (await Rows("action=RetryWork")).ShouldContain(row => row.Subject == $"work/{dead.Id}" && row.Outcome == "done");
        (await Rows($"inCampaign={stage.Campaign}")).ShouldHaveSingleItem("Volunteers are no staff.");
    }

    [Theory]
    [InlineData("inCampaign=No%20Slug", "inCampaign")]
    [InlineData("limit=0", "limit")]
    public async Task A_filter_that_cannot_be_is_refused(string query, string member) =>
        (await (await host.Owner.GetAsync($"/api/v1/audit?{query}")).IsProblem(ProblemTypes.InvalidRequest)).Errors!.Keys.ShouldBe([member]);

    private async Task<(IssuedToken Token, HttpClient Client)> Issue(TokenScope scope, string name)
    {
        var token = await (await host.Owner.Post("/api/v1/tokens", new IssueTokenRequest(scope, name))).Is<IssuedToken>(HttpStatusCode.Created);
        return (token, host.Client(token.Token));
    }

    private async Task<List<AuditResponse>> Rows(string query)
    {
        var rows = new List<AuditResponse>();
        string? after = null;
        do
        {
            var page = await host.Owner.Get<Page<AuditResponse>>($"/api/v1/audit?{query}&limit=200{(after is null ? "" : $"&after={after}")}");
            rows.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        return rows;
    }

    private IEnumerable<(string Name, string Method, string Pattern)> Changing() =>
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<AllowedScopes>()?.Scopes.Contains(TokenScope.Owner) == true
        where endpoint.Metadata.GetMetadata<ChangesNothing>() is null
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        where method is not ("GET" or "HEAD" or "OPTIONS")
        select (endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName, method, endpoint.RoutePattern.RawText!.TrimEnd('/'));

    /// <summary>Sends the description's own example to this campaign.</summary>
    private static async Task<HttpResponseMessage> Ask(
        HttpClient client, JsonNode document, Stage stage, string name, string method, string pattern)
    {
        var operation = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(entry => entry.Value!)
            .Single(node => node["operationId"]?.GetValue<string>() == name);
        var examples = (operation["parameters"]?.AsArray() ?? []).ToDictionary(
            parameter => (parameter!["in"]!.GetValue<string>(), parameter["name"]!.GetValue<string>()), parameter => parameter!["example"]!.ToString());
        examples[("path", "campaign")] = stage.Campaign;
        var path = Regex.Replace(pattern, @"\{\**(\w+)[^}]*\}", match => examples[("path", match.Groups[1].Value)]);
        var query = string.Join('&', examples.Where(example => example.Key.Item1 == "query")
            .Select(example => $"{example.Key.Item2}={Uri.EscapeDataString(example.Value)}"));
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{path}?{query}");
        foreach (var (key, value) in examples.Where(example => example.Key.Item1 == "header"))
        {
            request.Headers.TryAddWithoutValidation(key.Item2, value);
        }

        if (operation["requestBody"]?["content"]?["application/json"]?["example"] is { } body)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        return await client.SendAsync(request);
    }
}
