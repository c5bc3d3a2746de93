using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Releases;

/// <summary>Offers a version on a channel.</summary>
/// <param name="Version">A model version of the campaign.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReleaseRequest(int Version);
