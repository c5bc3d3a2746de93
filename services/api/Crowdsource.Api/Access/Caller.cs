using System.Security.Claims;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Volunteers;
using Microsoft.AspNetCore.Http;

namespace Crowdsource.Api.Access;

/// <summary>Who sent the request, as its token says.</summary>
/// <param name="Scope">What the caller may do.</param>
/// <param name="Name">What staff call the token, or the volunteer's pseudonym.</param>
/// <param name="Volunteer">The volunteer; null for staff and apps.</param>
/// <param name="Token">The token's id.</param>
internal sealed record Caller(TokenScope Scope, string Name, VolunteerId? Volunteer, Guid Token)
{
    private const string VolunteerClaim = "volunteer";
    private const string ScopeClaim = "scope";
    private const string TokenClaim = "token";

    /// <summary>The volunteer, on endpoints that only volunteers may call.</summary>
    public VolunteerId Self => Volunteer ?? throw new InvalidOperationException("This endpoint must be restricted to volunteers.");

    /// <summary>Whether a photo of this volunteer may be seen by the caller: by staff, and by who sent it.</summary>
    public bool MaySee(VolunteerId volunteer) => Scope is TokenScope.Curator or TokenScope.Owner || Volunteer == volunteer;

    public static ValueTask<Caller> BindAsync(HttpContext context)
    {
        var user = context.User;
        return ValueTask.FromResult(new Caller(
            ScopeOf(user) ?? throw new InvalidOperationException("This endpoint must require a token."),
            user.Identity?.Name ?? "",
            user.FindFirstValue(VolunteerClaim) is { } volunteer ? new VolunteerId(Guid.Parse(volunteer)) : null,
            TokenOf(user)));
    }

    public static TokenScope? ScopeOf(ClaimsPrincipal user) =>
        Enum.TryParse<TokenScope>(user.FindFirstValue(ScopeClaim), out var scope) ? scope : null;

    /// <summary>The id of an authenticated caller's token.</summary>
    public static Guid TokenOf(ClaimsPrincipal user) =>
        Guid.Parse(user.FindFirstValue(TokenClaim) ?? throw new InvalidOperationException("This endpoint must require a token."));

    public static ClaimsIdentity Identity(TokenState token, string authenticationType)
    {
        var identity = new ClaimsIdentity(authenticationType);
        identity.AddClaim(new Claim(ClaimTypes.Name, token.Name));
        identity.AddClaim(new Claim(ScopeClaim, token.Scope.ToString()));
        identity.AddClaim(new Claim(TokenClaim, token.Id.ToString()));
        if (token.Volunteer is { } volunteer)
        {
            identity.AddClaim(new Claim(VolunteerClaim, volunteer.ToString()));
        }

        return identity;
    }
}
