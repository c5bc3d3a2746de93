using Crowdsource.Domain.Access;

namespace Crowdsource.Protocol.Access;

/// <summary>A new token.</summary>
/// <param name="Id">By which it is listed and revoked; not a secret.</param>
/// <param name="Scope">What its holder may do.</param>
/// <param name="Name">Who holds it.</param>
/// <param name="Token">For <c>Authorization: Bearer</c>. Shown this once: the server keeps its hash only.</param>
/// <param name="ExpiresAt">From when on it opens nothing; null: valid until it is revoked.</param>
public sealed record IssuedToken(Guid Id, TokenScope Scope, string Name, string Token, DateTimeOffset? ExpiresAt);
