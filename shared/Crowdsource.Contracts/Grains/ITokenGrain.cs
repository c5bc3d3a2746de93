using Crowdsource.Domain.Access;

namespace Crowdsource.Contracts.Grains;

/// <summary>A bearer token. Key: the SHA-256 of its text.</summary>
[Alias("token-grain")]
public interface ITokenGrain : IGrainWithStringKey
{
    /// <summary>Makes the token valid.</summary>
    [Alias("issue")]
    Task<TokenState> Issue(TokenScope scope, string name, DateTimeOffset? expiresAt = null);

    /// <summary>Puts a new token with the same scope, name and end into its place; null when there is no valid token.</summary>
    /// <param name="hash">The SHA-256 of the new token's text.</param>
    [Alias("rotate")]
    Task<TokenState?> Rotate(string hash);

    /// <summary>Ends it for good, unless it is the last by which somebody owns the server.</summary>
    [Alias("revoke")]
    Task<RevokeTokenOutcome> Revoke();
}
