using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Nights;

/// <summary>Starts a night now.</summary>
/// <param name="Seed">Makes training reproducible; null lets the night's number decide.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record StartNightRequest(int? Seed = null);
