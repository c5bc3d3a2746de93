using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Access;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crowdsource.Api.Access;

/// <summary>Knows a caller by a token in the catalogue: a bearer token, and on pages also the password of HTTP Basic (RFC 7617), with any user name.
/// Read at each request, so a revoked token ends at once.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ICatalogue catalogue)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Bearer";

    /// <summary>The scheme of pages, which a browser asks for by itself.</summary>
    public const string OfPages = "Basic";

    /// <summary>Longer than any token of ours: nobody makes us hash a book.</summary>
    private const int MostCharacters = 200;

    private bool _expired;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length > MostCharacters || TextIn(header) is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        if ((await catalogue.Load<TokenState>(TokenText.Hash(text), Context.RequestAborted))?.State is not { RevokedAt: null } token)
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
        Response.Headers.WWWAuthenticate = Scheme.Name == OfPages ? $"{OfPages} realm=\"Crowdsource: the password is your token\", charset=\"UTF-8\"" : Name;
        return Refuse(_expired ? ProblemTypes.TokenExpired : ProblemTypes.Unauthenticated);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Refuse(ProblemTypes.Forbidden);

    private string? TextIn(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var given) || given.Parameter is not { } parameter)
        {
            return null;
        }

        return IsScheme(Name) ? parameter.Trim()
            : Scheme.Name == OfPages && IsScheme(OfPages) ? Password(parameter)
            : null;

        bool IsScheme(string name) => string.Equals(given.Scheme, name, StringComparison.OrdinalIgnoreCase);
    }

    private static string? Password(string credentials)
    {
        var decoded = new byte[credentials.Length];
        return Convert.TryFromBase64String(credentials, decoded, out var length)
            && Encoding.UTF8.GetString(decoded, 0, length).Split(':', 2) is [_, var password]
            ? password
            : null;
    }

    private Task Refuse(ProblemType problem) => problem.Answer().ExecuteAsync(Context);
}
