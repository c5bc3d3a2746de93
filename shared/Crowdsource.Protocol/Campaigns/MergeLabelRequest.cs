using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Campaigns;

/// <summary>Merges a label into another.</summary>
/// <param name="Into">The id of the label as which its photos count from now on; one in use.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MergeLabelRequest(int Into);
