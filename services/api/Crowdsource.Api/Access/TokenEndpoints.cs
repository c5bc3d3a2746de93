using System.Diagnostics;
using System.Security.Cryptography;
using Crowdsource.Api.Paging;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Protocol.Access;
using Crowdsource.Protocol.Problems;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Access;

internal static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/tokens").WithTags("Tokens").Allow(TokenScope.Owner);
        tokens.MapPost("", Issue).WithName("IssueToken").WithSummary("Makes a token for staff or for an app; its text is shown this once.");
        tokens.MapGet("", List).WithName("ListTokens").WithSummary("Tokens of staff and apps, newest first.");
        tokens.MapPost("/{token:guid}/rotate", Rotate).WithName("RotateToken")
            .WithSummary("Puts a new token with the same scope, name and end into the place of an old one, which ends at once.")
            .Problems(ProblemTypes.NotFound, ProblemTypes.TokenEnded);
        tokens.MapDelete("/{token:guid}", Revoke).WithName("RevokeToken").WithSummary("Ends a token of staff or of an app for good, at once.")
            .Problems(ProblemTypes.NotFound, ProblemTypes.LastOwner);
    }

    private static async Task<Created<IssuedToken>> Issue(IssueTokenRequest request, IGrainFactory grains)
    {
        var text = NewText(request.Scope);
        return Issued(await grains.GetGrain<ITokenGrain>(TokenText.Hash(text)).Issue(request.Scope, request.Name, request.ExpiresAt), text);
    }

    private static async Task<Results<Created<IssuedToken>, ProblemHttpResult>> Rotate(
        Guid token, ICatalogue catalogue, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await Find(token, catalogue, cancellationToken) is not { } old)
        {
            return ProblemTypes.NotFound.Answer();
        }

        var text = NewText(old.Scope);
        return await grains.GetGrain<ITokenGrain>(old.Hash).Rotate(TokenText.Hash(text)) is { } successor
            ? Issued(successor, text)
            : ProblemTypes.TokenEnded.Answer();
    }

    private static async Task<Ok<Protocol.Page<TokenResponse>>> List(
        [AsParameters] PageParameters page, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var rows = await catalogue.Read(
            (db, cancel) => db.Set<TokenState>().Where(row => row.Scope != TokenScope.Volunteer).Newest(page.Start, page.Size, cancel),
            cancellationToken);
        return TypedResults.Ok(PageParameters.Page(
            rows, row => new TokenResponse(row.Id, row.Scope, row.Name, row.CreatedAt, row.RevokedAt, row.ExpiresAt)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        Guid token, ICatalogue catalogue, IGrainFactory grains, CancellationToken cancellationToken) =>
        await Find(token, catalogue, cancellationToken) is not { } found
            ? ProblemTypes.NotFound.Answer()
            : await grains.GetGrain<ITokenGrain>(found.Hash).Revoke() switch
            {
                RevokeTokenOutcome.Revoked => TypedResults.NoContent(),
                RevokeTokenOutcome.NotFound => ProblemTypes.NotFound.Answer(),
                RevokeTokenOutcome.LastOwner => ProblemTypes.LastOwner.Answer(),
                _ => throw new UnreachableException(),
            };

    /// <summary>Volunteers' tokens are their own affair.</summary>
    private static Task<TokenState?> Find(Guid token, ICatalogue catalogue, CancellationToken cancellationToken) => catalogue.Read(
        (db, cancel) => db.Set<TokenState>().FirstOrDefaultAsync(row => row.Id == token && row.Scope != TokenScope.Volunteer, cancel),
        cancellationToken);

    private static string NewText(TokenScope scope) => TokenText.Compose(scope, RandomNumberGenerator.GetBytes(TokenText.RandomBytes));

    private static Created<IssuedToken> Issued(TokenState state, string text) =>
        TypedResults.Created($"/api/v1/tokens/{state.Id}", new IssuedToken(state.Id, state.Scope, state.Name, text, state.ExpiresAt));
}

internal sealed class IssueTokenValidator : AbstractValidator<IssueTokenRequest>
{
    public IssueTokenValidator(TimeProvider clock)
    {
        RuleFor(request => request.Scope).Must(scope => scope is TokenScope.Curator or TokenScope.Owner or TokenScope.App)
            .WithMessage("Give curator, owner or app: volunteers get their token when they register.");
        RuleFor(request => request.Name).NotEmpty().MaximumLength(100);
        RuleFor(request => request.ExpiresAt).Must(time => time is null || time > clock.GetUtcNow()).WithMessage("Give a time in the future.");
    }
}
