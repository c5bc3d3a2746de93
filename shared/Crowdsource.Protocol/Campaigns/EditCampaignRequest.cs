using System.Text.Json.Serialization;
using Crowdsource.Domain.Campaigns;

namespace Crowdsource.Protocol.Campaigns;

/// <summary>What a campaign is to be: the whole of it, so that two editors cannot mix.</summary>
/// <param name="Name">For people, 1 to 100 characters.</param>
/// <param name="Labels">Every label in use with its id, and new ones without: labels are renamed, never removed.</param>
/// <param name="ConsentText">Plain text, 1 to 10,000 characters; another text or licence is a new version, to which volunteers agree anew.</param>
/// <param name="Licence">SPDX identifier of photos sent from now on, such as <c>CC-BY-4.0</c>.</param>
/// <param name="Schedule">When nights start by themselves; null: by hand only.</param>
/// <param name="AsksLocation">Whether volunteers are asked where their photos are taken from now on; what was kept before stays.</param>
/// <param name="Strategy">How its nights train: <c>auto</c> is what does best on validation photos.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EditCampaignRequest(
    string Name,
    IReadOnlyList<EditLabelRequest> Labels,
    string ConsentText,
    string Licence,
    ScheduleDocument? Schedule = null,
    bool AsksLocation = false,
    TrainingStrategy Strategy = TrainingStrategy.Auto);
