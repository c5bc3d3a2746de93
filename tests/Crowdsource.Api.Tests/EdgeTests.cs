using System.Net;
using System.Net.Sockets;
using System.Text;
using Crowdsource.Api.Edge;
using Crowdsource.Domain.Access;
using Crowdsource.Protocol.Problems;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

/// <summary>A host that trusts nobody, this machine neither.</summary>
public sealed class EdgeTests(ApiHost shared) : IAsyncLifetime
{
    private readonly ApiHost _strict = new()
    {
        Settings =
        [
            "--Crowdsource:RateLimits:ExemptLoopback=false", "--Crowdsource:RateLimits:PerTokenPerMinute=8",
            "--Crowdsource:RateLimits:PerAddressPerMinute=5", "--Crowdsource:RateLimits:BadTokensPerAddressPerMinute=3",
            "--Crowdsource:Edge:HeaderSeconds=1", "--Crowdsource:Edge:SlowBodySeconds=2",
            "--Crowdsource:Cors:Origins:0=https://app.example.org",
        ],
    };

    public ValueTask InitializeAsync() => _strict.InitializeAsync();

    public ValueTask DisposeAsync() => _strict.DisposeAsync();

    [Fact]
    public async Task Who_asks_too_often_is_told_how_long_to_wait_and_others_are_served()
    {
        for (var left = 4; left >= 0; left--)
        {
            var answer = await _strict.Anonymous.GetAsync("/api/v1/campaigns");
            await answer.Has(HttpStatusCode.OK);
            answer.Headers.GetValues("RateLimit-Policy").ShouldBe(["\"address\";q=5;w=60"]);
            answer.Headers.GetValues("RateLimit").Single().ShouldMatch($"^\"address\";r={left};t=\\d+$");
        }

        var refused = await _strict.Anonymous.GetAsync("/api/v1/campaigns");
        await refused.IsProblem(ProblemTypes.RateLimited);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        refused.Headers.GetValues("RateLimit").Single().ShouldStartWith("\"address\";r=0;");
        refused.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);

        var curator = await _strict.Staff(TokenScope.Curator);
        for (var asked = 0; asked < 8; asked++)
        {
            await (await curator.GetAsync("/api/v1/campaigns")).Has(HttpStatusCode.OK);
        }

        await (await curator.GetAsync("/api/v1/campaigns")).IsProblem(ProblemTypes.RateLimited);
        await (await _strict.Owner.GetAsync("/api/v1/campaigns")).Has(HttpStatusCode.OK);
        (await _strict.Anonymous.GetStringAsync("/health/live")).ShouldBe("live");
    }

    [Fact]
    public async Task Who_guesses_tokens_is_slowed_down_and_nobody_beside_them()
    {
        for (var guess = 0; guess < 3; guess++)
        {
            await (await _strict.Client($"cs_owner_guess{guess}").GetAsync("/api/v1/tokens")).IsProblem(ProblemTypes.Unauthenticated);
        }

        await (await _strict.Client("cs_owner_guess3").GetAsync("/api/v1/tokens")).IsProblem(ProblemTypes.RateLimited);
        await (await _strict.Owner.GetAsync("/api/v1/tokens")).Has(HttpStatusCode.OK);
        await (await _strict.Anonymous.GetAsync("/api/v1/campaigns")).Has(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Callers_on_this_machine_are_exempt_unless_a_proxy_speaks_for_others()
    {
        (await shared.Anonymous.GetAsync("/api/v1/campaigns")).Headers.Contains("RateLimit").ShouldBeFalse();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/campaigns") { Headers = { { "X-Forwarded-For", "192.0.2.1" } } };
        (await shared.Anonymous.SendAsync(request)).Headers.Contains("RateLimit").ShouldBeTrue();
    }

    [Fact]
    public async Task A_body_that_trickles_is_given_up() =>
        (await Talk("POST /api/v1/volunteers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"))
            .ShouldSatisfyAllConditions(
                answer => answer.ShouldStartWith("HTTP/1.1 408"),
                answer => answer.ShouldContain(ProblemTypes.RequestTimeout.Uri));

    [Fact]
    public async Task Headers_that_trickle_are_given_up() =>
        (await Talk("GET /api/v1/campaigns HTTP/1.1\r\nHost: x\r\nX-Slow: ")).ShouldStartWith("HTTP/1.1 408");

    [Fact]
    public async Task A_document_is_no_book()
    {
        var book = $$"""{"name":"{{new string('x', (int)EdgeOptions.MostJsonBytes)}}"}""";
        await (await shared.Owner.PostText("/api/v1/campaigns", book)).IsProblem(ProblemTypes.BodyTooLarge);
        await (await shared.Owner.PostText("/api/v1/campaigns", book[..(book.Length / 2)] + "\"}")).IsProblem(ProblemTypes.InvalidRequest);
    }

    [Fact]
    public async Task Only_pages_that_the_configuration_names_may_call()
    {
        (await Preflight(_strict, "https://app.example.org")).ShouldBe("https://app.example.org");
        (await Preflight(_strict, "https://evil.example.org")).ShouldBeNull();
        (await Preflight(shared, "https://app.example.org")).ShouldBeNull();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/campaigns") { Headers = { { "Origin", "https://app.example.org" } } };
        var answer = await _strict.Anonymous.SendAsync(request);
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://app.example.org"]);
        string.Join(',', answer.Headers.GetValues("Access-Control-Expose-Headers")).ShouldContain("ETag");
    }

    private static async Task<string?> Preflight(ApiHost host, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/campaigns")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "authorization,content-type" } },
        };
        var answer = await host.Anonymous.SendAsync(request);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }

    /// <summary>Says this and no more, and waits for the answer.</summary>
    private async Task<string> Talk(string text)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_strict.Address.Host, _strict.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        using var answer = new StreamReader(stream, Encoding.UTF8);
        return await answer.ReadToEndAsync();
    }
}
