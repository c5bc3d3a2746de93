using System.Collections.Immutable;
using Orleans;

namespace Crowdsource.Domain.Campaigns;

/// <summary>What an owner wants a campaign to be from now on. Labels are never removed: photos and models refer to them.</summary>
/// <param name="Name">For people.</param>
/// <param name="Labels">Every label in use, by its number, and new ones without a number.</param>
/// <param name="ConsentText">Another text or licence is a new version, which volunteers agree to before their next photo.</param>
/// <param name="Licence">SPDX identifier.</param>
/// <param name="Schedule">Null: nights start by hand only.</param>
/// <param name="AsksLocation">Whether volunteers are asked where their photos were taken, from now on.</param>
/// <param name="Strategy">How its nights train.</param>
[GenerateSerializer, Immutable, Alias("edit-campaign")]
public sealed record EditCampaign(
    string Name, ImmutableArray<EditedLabel> Labels, string ConsentText, string Licence, NightSchedule? Schedule, bool AsksLocation = false,
    TrainingStrategy Strategy = TrainingStrategy.Auto);
