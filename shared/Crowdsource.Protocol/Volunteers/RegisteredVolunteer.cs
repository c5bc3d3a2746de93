namespace Crowdsource.Protocol.Volunteers;

/// <summary>A new volunteer with the token that stands for them.</summary>
/// <param name="Id">The volunteer.</param>
/// <param name="Token">For <c>Authorization: Bearer</c>. Shown this once: the server keeps its hash only.</param>
/// <param name="Pseudonym">The public name.</param>
/// <param name="ShowOnLeaderboard">Whether others may see it.</param>
public sealed record RegisteredVolunteer(Guid Id, string Token, string Pseudonym, bool ShowOnLeaderboard);
