using Crowdsource.Domain.Campaigns;

namespace Crowdsource.Protocol.Campaigns;

/// <summary>A campaign in a list.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Name">For people.</param>
/// <param name="Labels">How many labels it has.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="CopyOf">The campaign that this one was copied from.</param>
/// <param name="Status">Whether it takes photos.</param>
public sealed record CampaignSummary(
    string Id, string Name, int Labels, DateTimeOffset CreatedAt, string? CopyOf, CampaignStatus Status);
