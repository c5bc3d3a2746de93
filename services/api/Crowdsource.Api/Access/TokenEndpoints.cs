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
        tokens.MapDelete("/{token:guid}", Revoke).WithName("RevokeToken").WithSummary("Ends a token of staff or of an app for good, at once.")
            .Problems(ProblemTypes.NotFound);
    }

    private static async Task<Created<IssuedToken>> Issue(IssueTokenRequest request, IGrainFactory grains)
    {
        var token = TokenText.Compose(request.Scope, RandomNumberGenerator.GetBytes(TokenText.RandomBytes));
        var state = await grains.GetGrain<ITokenGrain>(TokenText.Hash(token)).Issue(request.Scope, request.Name);
        return TypedResults.Created($"/api/v1/tokens/{state.Id}", new IssuedToken(state.Id, state.Scope, state.Name, token));
    }

    private static async Task<Ok<Protocol.Page<TokenResponse>>> List(
        [AsParameters] PageParameters page, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var rows = await catalogue.Read(
            (db, cancel) => db.Set<TokenState>().Where(row => row.Scope != TokenScope.Volunteer).Newest(page.Start, page.Size, cancel),
            cancellationToken);
        return TypedResults.Ok(PageParameters.Page(
            rows, row => new TokenResponse(row.Id, row.Scope, row.Name, row.CreatedAt, row.RevokedAt)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        Guid token, ICatalogue catalogue, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var hash = await catalogue.Read(
            (db, cancel) => db.Set<TokenState>()
                .Where(row => row.Id == token && row.Scope != TokenScope.Volunteer)
                .Select(row => row.Hash)
                .FirstOrDefaultAsync(cancel),
            cancellationToken);
        return hash is not null && await grains.GetGrain<ITokenGrain>(hash).Revoke() is not null
            ? TypedResults.NoContent()
            : ProblemTypes.NotFound.Answer();
    }
}

internal sealed class IssueTokenValidator : AbstractValidator<IssueTokenRequest>
{
    public IssueTokenValidator()
    {
        RuleFor(request => request.Scope).Must(scope => scope is TokenScope.Curator or TokenScope.Owner or TokenScope.App)
            .WithMessage("Give curator, owner or app: volunteers get their token when they register.");
        RuleFor(request => request.Name).NotEmpty().MaximumLength(100);
    }
}
