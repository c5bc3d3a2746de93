using System.Security.Claims;
using System.Text.Encodings.Web;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Access;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crowdsource.Api.Access;

/// <summary>Knows a caller by the bearer token in the catalogue. Read at each request, so a revoked token ends at once.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ICatalogue catalogue)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Bearer";

    /// <summary>Longer than any token of ours: nobody makes us hash a book.</summary>
    private const int MostCharacters = 200;

    private bool _expired;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return AuthenticateResult.NoResult();
        }

        const string Prefix = $"{Name} ";
        if (header.Length > MostCharacters
            || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            || (await catalogue.Load<TokenState>(TokenText.Hash(header[Prefix.Length..].Trim()), Context.RequestAborted))?.State
                is not { RevokedAt: null } token)
        {
            return AuthenticateResult.Fail("The token is unknown or revoked.");
        }

        _expired = !token.IsValid(TimeProvider.GetUtcNow());
        return _expired
            ? AuthenticateResult.Fail("The token is expired.")
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(Caller.Identity(token, Scheme.Name)), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Refuse(_expired ? ProblemTypes.TokenExpired : ProblemTypes.Unauthenticated);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Refuse(ProblemTypes.Forbidden);

    private Task Refuse(ProblemType problem) => problem.Answer().ExecuteAsync(Context);
}
