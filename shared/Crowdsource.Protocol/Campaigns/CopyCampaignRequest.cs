using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Campaigns;

/// <summary>Opens a campaign with the photos and models of another, to try something out; its nights reach no phone of the original.</summary>
/// <param name="Id">Of the copy: 1 to 40 lower-case letters, digits and inner hyphens.</param>
/// <param name="Name">Of the copy, 1 to 100 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CopyCampaignRequest(string Id, string Name);
