using Crowdsource.Domain.Volunteers;
using Orleans;

namespace Crowdsource.Domain.Access;

/// <summary>A bearer token, known by the SHA-256 of its text only.</summary>
[GenerateSerializer, Immutable, Alias("token")]
public sealed record TokenState
{
    /// <summary>SHA-256 of the token's text, 64 lower-case hexadecimal digits.</summary>
    [Id(0)] public required string Hash { get; init; }
    [Id(1)] public required TokenScope Scope { get; init; }

    /// <summary>The holder, for the volunteer scope.</summary>
    [Id(2)] public VolunteerId? Volunteer { get; init; }

    /// <summary>What staff call it, such as the holder's name.</summary>
    [Id(3)] public required string Name { get; init; }
    [Id(4)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(5)] public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The public handle by which staff list and revoke it; not a secret.</summary>
    [Id(6)] public required Guid Id { get; init; }

    /// <summary>From when on it opens nothing; null: it is valid until it is revoked.</summary>
    [Id(7)] public DateTimeOffset? ExpiresAt { get; init; }

    public bool IsValid(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);

    /// <summary>Whether it is one by which somebody owns the server now.</summary>
    public bool KeepsTheHouse(DateTimeOffset now) => Scope == TokenScope.Owner && IsValid(now);
}
