namespace Crowdsource.Protocol.Volunteers;

/// <summary>What the server knows of a volunteer.</summary>
/// <param name="Id">The volunteer.</param>
/// <param name="Pseudonym">The public name.</param>
/// <param name="ShowOnLeaderboard">Whether others may see it.</param>
/// <param name="RegisteredAt">Since when.</param>
/// <param name="Points">Over all campaigns.</param>
/// <param name="Consents">The latest consent per campaign.</param>
/// <param name="Standings">Trust and quota in those campaigns.</param>
/// <param name="HomeZone">Where photos are located only roughly; null: nowhere.</param>
public sealed record VolunteerResponse(
    Guid Id,
    string Pseudonym,
    bool ShowOnLeaderboard,
    DateTimeOffset RegisteredAt,
    int Points,
    IReadOnlyList<ConsentResponse> Consents,
    IReadOnlyList<StandingResponse> Standings,
    HomeZoneDocument? HomeZone);
