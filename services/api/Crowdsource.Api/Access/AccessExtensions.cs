using Crowdsource.Api.Problems;
using Crowdsource.Domain.Access;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Crowdsource.Api.Access;

internal static class AccessExtensions
{
    public static void AddTokenAccess(this IServiceCollection services)
    {
        services.AddAuthentication(TokenAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Name, null)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.OfPages, null);
        services.AddAuthorization();
    }

    /// <summary>Only tokens of these scopes may call; an owner may do what a curator may.</summary>
    public static TBuilder Allow<TBuilder>(this TBuilder endpoints, params TokenScope[] scopes)
        where TBuilder : IEndpointConventionBuilder
    {
        TokenScope[] allowed = scopes.Contains(TokenScope.Curator) ? [.. scopes, TokenScope.Owner] : scopes;
        endpoints.WithMetadata(new AllowedScopes(allowed));
        endpoints.Problems(ProblemTypes.Unauthenticated, ProblemTypes.TokenExpired, ProblemTypes.Forbidden);
        return endpoints.RequireAuthorization(Policy(TokenAuthentication.Name, allowed));
    }

    /// <summary>Only an owner may look, with a browser, which asks for the token by itself.</summary>
    public static TBuilder AllowOwnersBrowser<TBuilder>(this TBuilder pages)
        where TBuilder : IEndpointConventionBuilder
    {
        TokenScope[] allowed = [TokenScope.Owner];
        return pages.WithMetadata(new AllowedScopes(allowed)).RequireAuthorization(Policy(TokenAuthentication.OfPages, allowed));
    }

    private static AuthorizationPolicy Policy(string scheme, TokenScope[] allowed) => new AuthorizationPolicyBuilder(scheme)
        .RequireAuthenticatedUser()
        .RequireAssertion(context => Caller.ScopeOf(context.User) is { } scope && allowed.Contains(scope))
        .Build();
}
