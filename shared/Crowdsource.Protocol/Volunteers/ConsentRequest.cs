using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Volunteers;

/// <summary>Agrees to a campaign's consent text.</summary>
/// <param name="Version">The version that was read.</param>
/// <param name="Newsletter">Whether accepted photos may appear in the newsletter.</param>
/// <param name="Location">Whether it may be kept where photos were taken; false forgets where earlier ones were. Means nothing where the
/// campaign does not ask.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ConsentRequest(int Version, bool Newsletter = false, bool Location = false);
