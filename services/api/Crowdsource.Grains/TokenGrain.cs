using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Orleans;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Grains;

internal sealed class TokenGrain(ICatalogue catalogue, TimeProvider clock) : CatalogueGrain<TokenState>, ITokenGrain
{
    public async Task<TokenState> Issue(TokenScope scope, string name, DateTimeOffset? expiresAt = null)
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
                ExpiresAt = expiresAt,
            }));
        }

        return Current!;
    }

    public async Task<TokenState?> Rotate(string hash)
    {
        var now = clock.GetUtcNow();
        if (Current is null || !Current.IsValid(now))
        {
            return null;
        }

        // Old and new in one transaction: an owner who rotates the only key is never without one.
        var successor = Current with { Id = Guid.NewGuid(), Hash = hash, CreatedAt = now };
        await Commit(new Commit<TokenState>(Current with { RevokedAt = now }) { Inserts = [successor] });
        return successor;
    }

    public async Task<RevokeTokenOutcome> Revoke()
    {
        if (Current is null)
        {
            return RevokeTokenOutcome.NotFound;
        }

        if (Current.RevokedAt is not null)
        {
            return RevokeTokenOutcome.Revoked;
        }

        var (id, now) = (Current.Id, clock.GetUtcNow());
        if (!Current.KeepsTheHouse(now))
        {
            await Commit(new Commit<TokenState>(Current with { RevokedAt = now }));
            return RevokeTokenOutcome.Revoked;
        }

        if (!await catalogue.Read((db, token) => AnotherOwner(db, id, now, token), CancellationToken.None))
        {
            return RevokeTokenOutcome.LastOwner;
        }

        await Commit(new Commit<TokenState>(Current with { RevokedAt = now })
        {
            // Asked again inside: two owners may revoke each other at the same moment.
            Also = async (db, token) =>
            {
                if (!await AnotherOwner(db, id, now, token))
                {
                    throw new CatalogueConflictException("The last owner's token stays.");
                }
            },
        });
        return RevokeTokenOutcome.Revoked;
    }

    protected override Audited Audited(TokenState next) => new($"token/{next.Id}");

    private static Task<bool> AnotherOwner(CatalogueDb db, Guid than, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<TokenState>().AnyAsync(
            row => row.Id != than && row.Scope == TokenScope.Owner && row.RevokedAt == null && (row.ExpiresAt == null || row.ExpiresAt > now),
            cancellationToken);
}
