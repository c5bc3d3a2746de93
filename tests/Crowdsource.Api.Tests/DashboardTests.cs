using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Crowdsource.Api.Access;
using Crowdsource.Domain.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class DashboardTests(ApiHost host)
{
    [Fact]
    public async Task A_browser_is_asked_for_the_owners_token_and_shows_the_silos()
    {
        var stranger = await host.Anonymous.GetAsync("/dashboard/");
        stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        stranger.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Basic");

        var owner = await Browser(TokenScope.Owner);
        var page = await owner.GetAsync("/dashboard/");
        (page.StatusCode, page.Content.Headers.ContentType?.MediaType).ShouldBe((HttpStatusCode.OK, "text/html"));
        (await owner.GetStringAsync("/dashboard/DashboardCounters")).ShouldContain("\"Active\"");
        (await owner.GetAsync("/dashboard/GrainState?grainId=1&grainType=Crowdsource.Grains.VolunteerGrain")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task It_is_for_owners_alone()
    {
        (await (await Browser(TokenScope.Curator)).GetAsync("/dashboard/")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var pages = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(IsPage).ToList();
        pages.Count.ShouldBeGreaterThan(5);
        pages.ShouldAllBe(page => page.Metadata.GetMetadata<AllowedScopes>()!.Scopes.Single() == TokenScope.Owner);
        pages.ShouldAllBe(page => page.Metadata.GetMetadata<AuthorizationPolicy>() != null);
    }

    [Fact]
    public async Task What_a_browser_sends_opens_nothing_else() =>
        (await (await Browser(TokenScope.Owner)).GetAsync("/api/v1/tokens")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

    /// <summary>Whether it is a page of the dashboard or what such a page loads.</summary>
    internal static bool IsPage(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("dashboard", StringComparison.Ordinal);

    private async Task<HttpClient> Browser(TokenScope scope)
    {
        var token = (await host.Staff(scope)).DefaultRequestHeaders.Authorization!.Parameter;
        var client = host.Client(null);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"anna:{token}")));
        return client;
    }
}
