using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Releases;

/// <summary>Offers a version on a channel.</summary>
/// <param name="Version">A model version of the campaign.</param>
/// <param name="Share">Share of the devices that get it, 0.0001 to 1; the others stay on what is offered to all. 1 offers it to all.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReleaseRequest(int Version, double Share = 1);
