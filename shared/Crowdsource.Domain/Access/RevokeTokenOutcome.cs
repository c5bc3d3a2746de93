namespace Crowdsource.Domain.Access;

public enum RevokeTokenOutcome
{
    /// <summary>The token opens nothing any more, now or since earlier.</summary>
    Revoked = 1,
    NotFound = 2,

    /// <summary>Without it nobody would own the server.</summary>
    LastOwner = 3,
}
