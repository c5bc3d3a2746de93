using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Campaigns;

/// <summary>When nights start by themselves.</summary>
/// <param name="At">Local time of day, <c>HH:mm</c>.</param>
/// <param name="TimeZone">IANA time zone, such as <c>Europe/Berlin</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ScheduleDocument(string At, string TimeZone);
