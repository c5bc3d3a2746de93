using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Orleans;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;

namespace Crowdsource.Grains;

internal sealed class TokenGrain(TimeProvider clock) : CatalogueGrain<TokenState>, ITokenGrain
{
    public async Task<TokenState> Issue(TokenScope scope, string name)
    {
        if (Current is null)
        {
            await Commit(new Commit<TokenState>(new TokenState
            {
                Id = Guid.NewGuid(),
                Hash = this.GetPrimaryKeyString(),
                Scope = scope,
                Name = name,
                CreatedAt = clock.GetUtcNow(),
            }));
        }

        return Current!;
    }

    public async Task<TokenState?> Revoke()
    {
        if (Current is { RevokedAt: null })
        {
            await Commit(new Commit<TokenState>(Current with { RevokedAt = clock.GetUtcNow() }));
        }

        return Current;
    }
}
