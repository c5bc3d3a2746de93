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
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Name, null);
        services.AddAuthorization();
    }

    /// <summary>Only tokens of these scopes may call; an owner may do what a curator may.</summary>
    public static TBuilder Allow<TBuilder>(this TBuilder endpoints, params TokenScope[] scopes)
        where TBuilder : IEndpointConventionBuilder
    {
        TokenScope[] allowed = scopes.Contains(TokenScope.Curator) ? [.. scopes, TokenScope.Owner] : scopes;
        var policy = new AuthorizationPolicyBuilder(TokenAuthentication.Name)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => Caller.ScopeOf(context.User) is { } scope && allowed.Contains(scope))
            .Build();
        endpoints.WithMetadata(new AllowedScopes(allowed));
        endpoints.Problems(ProblemTypes.Unauthenticated, ProblemTypes.TokenExpired, ProblemTypes.Forbidden);
        return endpoints.RequireAuthorization(policy);
    }
}
