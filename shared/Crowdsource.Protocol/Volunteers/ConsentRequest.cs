using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Volunteers;

/// <summary>Agrees to a campaign's consent text.</summary>
/// <param name="Version">The version that was read.</param>
/// <param name="Newsletter">Whether accepted photos may appear in the newsletter.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ConsentRequest(int Version, bool Newsletter = false);
