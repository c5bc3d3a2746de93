using Crowdsource.Domain.Access;

namespace Crowdsource.Protocol.Access;

/// <summary>A token, without its secret.</summary>
/// <param name="Id">By which it is revoked.</param>
/// <param name="Scope">What its holder may do.</param>
/// <param name="Name">Who holds it.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="RevokedAt">When it was revoked; null when it was not.</param>
/// <param name="ExpiresAt">From when on it opens nothing; null: valid until it is revoked.</param>
public sealed record TokenResponse(
    Guid Id, TokenScope Scope, string Name, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, DateTimeOffset? ExpiresAt);
