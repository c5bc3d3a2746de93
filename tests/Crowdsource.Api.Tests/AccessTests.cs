using System.Net;
using System.Net.Http.Headers;
using Crowdsource.Api.Access;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Access;
using Crowdsource.Protocol.Operations;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Volunteers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class AccessTests(ApiHost host)
{
    private static readonly TokenScope?[] s_callers = [null, TokenScope.Volunteer, TokenScope.Curator, TokenScope.Owner, TokenScope.App];

    /// <summary>Who may call what: the whole of it, so that an endpoint that forgets its policy is seen.</summary>
    private static readonly string[] s_open =
    [
        "GET /api/v1/campaigns", "GET /api/v1/campaigns/{campaign}", "POST /api/v1/volunteers",
        "GET /api/v1/campaigns/{campaign}/withdrawn", "GET /api/v1/campaigns/{campaign}/missions", "GET /api/v1/campaigns/{campaign}/leaderboard",
        "GET /api/v1/campaigns/{campaign}/newsletter/issues", "GET /api/v1/campaigns/{campaign}/newsletter.atom",
        "GET /api/v1/campaigns/{campaign}/newsletter/issues/{issue:int}",
        "OPTIONS /api/v1/campaigns/{campaign}/uploads",
        "GET /health/live", "GET /health/ready", "GET /problems/{code}", "GET /openapi/{documentName}.json",
    ];

    [Fact]
    public void Only_what_is_meant_for_everybody_is_open() => Endpoints()
        .Where(endpoint => endpoint.Metadata.GetMetadata<AllowedScopes>() is null)
        .SelectMany(Routes)
        .Where(route => !route.Contains("/docs", StringComparison.Ordinal))
        .ShouldBe(s_open, ignoreOrder: true);

    [Fact]
    public async Task Every_endpoint_lets_in_its_scopes_and_nobody_else()
    {
        var stage = await Stage.Create(host);
        var clients = new Dictionary<string, HttpClient>
        {
            ["nobody"] = host.Anonymous,
            [nameof(TokenScope.Volunteer)] = await stage.Volunteer(),
            [nameof(TokenScope.Curator)] = host.Curator,
            [nameof(TokenScope.Owner)] = host.Owner,
            [nameof(TokenScope.App)] = host.App,
        };
        var wrong = new List<string>();
        var asked = 0;
        foreach (var endpoint in Endpoints())
        {
            var allowed = endpoint.Metadata.GetMetadata<AllowedScopes>()?.Scopes;
            foreach (var route in Routes(endpoint))
            {
                foreach (var caller in s_callers)
                {
                    // Who was asked to erase themselves is nobody afterwards.
                    var client = caller == TokenScope.Volunteer && route == "DELETE /api/v1/volunteers/me"
                        ? await stage.Volunteer()
                        : clients[caller?.ToString() ?? "nobody"];
                    var status = await Ask(client, route);
                    var expected = allowed is null || (caller is { } scope && allowed.Contains(scope)) ? "let in"
                        : caller is null ? "401"
                        : "403";
                    var got = status switch
                    {
                        HttpStatusCode.Unauthorized => "401",
                        HttpStatusCode.Forbidden => "403",
                        HttpStatusCode.InternalServerError => "500",
                        _ => "let in",
                    };
                    asked++;
                    if (got != expected)
                    {
                        wrong.Add($"{route} as {caller?.ToString() ?? "nobody"}: {got}, expected {expected}");
                    }
                }
            }
        }

        wrong.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task A_token_works_until_it_is_revoked_and_its_text_is_shown_once()
    {
        var issued = await (await host.Owner.Post("/api/v1/tokens", new IssueTokenRequest(TokenScope.Curator, "Ada")))
            .Is<IssuedToken>(HttpStatusCode.Created);
        issued.Token.ShouldStartWith("cs_curator_");
        var stage = await Stage.Create(host);
        var ada = host.Client(issued.Token);
        (await ada.GetAsync($"{stage.Path}/reviews")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var listed = await host.Owner.GetStringAsync("/api/v1/tokens?limit=200");
        listed.ShouldContain(issued.Id.ToString());
        listed.ShouldNotContain(issued.Token);
        listed.ShouldNotContain(TokenText.Hash(issued.Token));

        await (await host.Owner.DeleteAsync($"/api/v1/tokens/{issued.Id}")).Has(HttpStatusCode.NoContent);
        await (await ada.GetAsync($"{stage.Path}/reviews")).IsProblem(ProblemTypes.Unauthenticated);
        (await host.Owner.Get<Page<TokenResponse>>("/api/v1/tokens?limit=200")).Items.Single(token => token.Id == issued.Id)
            .RevokedAt.ShouldNotBeNull();
        await (await host.Owner.DeleteAsync($"/api/v1/tokens/{Guid.NewGuid()}")).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task An_expired_token_says_so()
    {
        var (now, expired) = (TimeProvider.System.GetUtcNow(), host.Fresh("expired"));
        await host.Grains.GetGrain<ITokenGrain>(TokenText.Hash(expired)).Issue(TokenScope.Owner, "Ada", now.AddMinutes(-1));
        await (await host.Client(expired).GetAsync("/api/v1/tokens")).IsProblem(ProblemTypes.TokenExpired);

        var issued = await (await host.Owner.Post("/api/v1/tokens", new IssueTokenRequest(TokenScope.Owner, "Ada", now.AddHours(1))))
            .Is<IssuedToken>(HttpStatusCode.Created);
        issued.ExpiresAt!.Value.ShouldBe(now.AddHours(1), TimeSpan.FromSeconds(1));
        await (await host.Client(issued.Token).GetAsync("/api/v1/tokens")).Has(HttpStatusCode.OK);
        (await (await host.Owner.Post("/api/v1/tokens", new IssueTokenRequest(TokenScope.Owner, "Ada", now.AddHours(-1))))
            .IsProblem(ProblemTypes.InvalidRequest)).Errors!.Keys.ShouldBe(["expiresAt"]);
    }

    [Fact]
    public async Task A_rotated_token_has_a_successor_and_opens_nothing()
    {
        var issued = await (await host.Owner.Post("/api/v1/tokens", new IssueTokenRequest(TokenScope.Owner, "Ada"))).Is<IssuedToken>(HttpStatusCode.Created);
        var successor = await (await host.Client(issued.Token).PostAsync($"/api/v1/tokens/{issued.Id}/rotate", null))
            .Is<IssuedToken>(HttpStatusCode.Created);
        (successor.Scope, successor.Name).ShouldBe((TokenScope.Owner, "Ada"));
        successor.Id.ShouldNotBe(issued.Id);
        await (await host.Client(issued.Token).GetAsync("/api/v1/tokens")).IsProblem(ProblemTypes.Unauthenticated);
        await (await host.Client(successor.Token).GetAsync("/api/v1/tokens")).Has(HttpStatusCode.OK);
        await (await host.Owner.PostAsync($"/api/v1/tokens/{issued.Id}/rotate", null)).IsProblem(ProblemTypes.TokenEnded);
        await (await host.Owner.PostAsync($"/api/v1/tokens/{Guid.NewGuid()}/rotate", null)).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task The_catalogue_has_no_tokens_text()
    {
        var volunteer = await (await host.Anonymous.Post("/api/v1/volunteers", new RegisterVolunteerRequest()))
            .Is<RegisteredVolunteer>(HttpStatusCode.Created);
        var row = await host.Catalogue.Read(
            (db, token) => db.Set<TokenState>().SingleAsync(row => row.Hash == TokenText.Hash(volunteer.Token), token), default);
        row.ToString().ShouldNotContain(volunteer.Token[13..]);
    }

    [Fact]
    public async Task Volunteers_get_their_token_by_registering_only() =>
        (await (await host.Owner.Post("/api/v1/tokens", new IssueTokenRequest(TokenScope.Volunteer, ""))).IsProblem(ProblemTypes.InvalidRequest))
            .Errors!.Keys.ShouldBe(["scope", "name"], ignoreOrder: true);

    [Theory]
    [InlineData("Bearer cs_owner_nonsense")]
    [InlineData("Basic b3duZXI6b3duZXI=")]
    [InlineData("Bearer")]
    public async Task What_is_no_token_opens_nothing(string header)
    {
        var client = host.Client(null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        var response = await client.GetAsync("/api/v1/operations/work");
        await response.IsProblem(ProblemTypes.Unauthenticated);
        response.Headers.WwwAuthenticate.Single().ShouldBe(new AuthenticationHeaderValue("Bearer"));
    }

    [Fact]
    public async Task An_owner_sees_what_is_owed_and_retries_what_was_given_up()
    {
        var stage = await Stage.Create(host);
        var id = Guid.CreateVersion7();
        await (await stage.Send(await stage.Volunteer(), id, "never processed")).Has(HttpStatusCode.Created);
        var work = await host.Owner.Get<WorkResponse>("/api/v1/operations/work");
        work.Kinds.Single(kind => kind.Kind == "process-photo").Open.ShouldBeGreaterThan(0);

        await stage.GiveUp(id);
        var dead = (await host.Owner.Get<WorkResponse>("/api/v1/operations/work")).DeadLetters.Single(item => item.Subject == id.ToString());
        (dead.Attempts, dead.LastError).ShouldBe((5, "the child died"));
        await (await host.Owner.PostAsync($"/api/v1/operations/work/{dead.Id}/retry", null)).Has(HttpStatusCode.NoContent);
        await (await host.Owner.PostAsync($"/api/v1/operations/work/{dead.Id}/retry", null)).IsProblem(ProblemTypes.NotFound);
        await stage.Process(id);
    }

    private static async Task<HttpStatusCode> Ask(HttpClient client, string route)
    {
        var (method, pattern) = (route[..route.IndexOf(' ')], route[(route.IndexOf(' ') + 1)..]);
        var path = System.Text.RegularExpressions.Regex.Replace(pattern, @"\{(\**)(\w+)[^}]*\}", match => match.Groups[2].Value switch
        {
            "campaign" => "no-such-campaign",
            "submission" or "token" or "batch" => Guid.Empty.ToString(),
            "documentName" => "v1",
            "code" or "path" or "artifact" or "channel" => "x",
            _ => "1",
        });
        // Nothing in the body: whoever is let in fails later, and nothing is changed.
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>All but the pages of <see cref="DashboardTests"/>.</summary>
    private IEnumerable<RouteEndpoint> Endpoints() => host.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>().Where(endpoint => !DashboardTests.IsPage(endpoint));

    private static IEnumerable<string> Routes(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(
            method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}");
}
