using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Campaigns;

/// <summary>A label as it is to be.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Id">Which label; null adds one.</param>
/// <param name="Guidance">How to photograph it, up to 1000 characters.</param>
/// <param name="Target">How many accepted photos are wanted, 1 to 1,000,000; 200 is production quality.</param>
/// <param name="NoneOfThese">Whether it stands for everything else: an app shows no answer where the model says it. At most one label does.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EditLabelRequest(string Name, int? Id = null, string? Guidance = null, int Target = 200, bool NoneOfThese = false);
