using System.Text.Json.Serialization;
using Crowdsource.Domain.Campaigns;

namespace Crowdsource.Protocol.Campaigns;

/// <summary>Opens a campaign.</summary>
/// <param name="Id">1 to 40 lower-case letters, digits and inner hyphens.</param>
/// <param name="Name">For people, 1 to 100 characters.</param>
/// <param name="Labels">2 to 1000, with different names.</param>
/// <param name="ConsentText">What volunteers agree to: plain text, 1 to 10,000 characters.</param>
/// <param name="Licence">SPDX identifier under which the photos are used, such as <c>CC-BY-4.0</c>.</param>
/// <param name="Schedule">When nights start by themselves; null: by hand only.</param>
/// <param name="AsksLocation">Whether volunteers are asked where their photos were taken; it is kept only of those who agree.</param>
/// <param name="Strategy">How its nights train: <c>auto</c> is what does best on validation photos.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CreateCampaignRequest(
    string Id,
    string Name,
    IReadOnlyList<NewLabelRequest> Labels,
    string ConsentText,
    string Licence,
    ScheduleDocument? Schedule = null,
    bool AsksLocation = false,
    TrainingStrategy Strategy = TrainingStrategy.Auto);
