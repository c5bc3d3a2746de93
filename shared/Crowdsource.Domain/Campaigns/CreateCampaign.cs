using System.Collections.Immutable;
using Orleans;

namespace Crowdsource.Domain.Campaigns;

/// <summary>An owner opens a campaign. Labels are numbered in the order given.</summary>
[GenerateSerializer, Immutable, Alias("create-campaign")]
public sealed record CreateCampaign(
    string Name, ImmutableArray<NewLabel> Labels, string ConsentText, string Licence, NightSchedule? Schedule, bool AsksLocation = false,
    TrainingStrategy Strategy = TrainingStrategy.Auto);
