using Crowdsource.Domain.Campaigns;

namespace Crowdsource.Protocol.Campaigns;

/// <summary>A classifier being built.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Name">For people.</param>
/// <param name="Labels">Those in use, in the order of their numbers.</param>
/// <param name="Consent">What volunteers agree to.</param>
/// <param name="Schedule">When nights start by themselves; null: by hand only.</param>
/// <param name="NextNightAt">When the next scheduled night starts.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="LastNight">The number of the last night; 0 before the first.</param>
/// <param name="CopyOf">The campaign that this one was copied from.</param>
/// <param name="Status">Whether it takes photos.</param>
/// <param name="AsksLocation">Whether volunteers are asked where their photos were taken; it is kept only of those who agree.</param>
/// <param name="FormerLabels">Labels that were merged into another or retired, in the order of their numbers.</param>
/// <param name="Strategy">How its nights train.</param>
public sealed record CampaignResponse(
    string Id,
    string Name,
    IReadOnlyList<LabelResponse> Labels,
    ConsentTextResponse Consent,
    ScheduleDocument? Schedule,
    DateTimeOffset? NextNightAt,
    DateTimeOffset CreatedAt,
    int LastNight,
    string? CopyOf,
    CampaignStatus Status,
    bool AsksLocation,
    IReadOnlyList<FormerLabelResponse> FormerLabels,
    TrainingStrategy Strategy);
