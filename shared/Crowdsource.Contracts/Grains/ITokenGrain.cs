using Crowdsource.Domain.Access;

namespace Crowdsource.Contracts.Grains;

/// <summary>A bearer token. Key: the SHA-256 of its text.</summary>
[Alias("token-grain")]
public interface ITokenGrain : IGrainWithStringKey
{
    /// <summary>Makes the token valid.</summary>
    [Alias("issue")]
    Task<TokenState> Issue(TokenScope scope, string name);

    /// <summary>Ends it for good; null when there is no such token.</summary>
    [Alias("revoke")]
    Task<TokenState?> Revoke();
}
