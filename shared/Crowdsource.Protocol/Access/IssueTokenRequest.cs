using System.Text.Json.Serialization;
using Crowdsource.Domain.Access;

namespace Crowdsource.Protocol.Access;

/// <summary>Makes a token for staff or for an app.</summary>
/// <param name="Scope"><c>curator</c>, <c>owner</c> or <c>app</c>; volunteers get theirs when they register.</param>
/// <param name="Name">Who holds it, 1 to 100 characters.</param>
/// <param name="ExpiresAt">From when on it opens nothing; null: valid until it is revoked.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record IssueTokenRequest(TokenScope Scope, string Name, DateTimeOffset? ExpiresAt = null);
