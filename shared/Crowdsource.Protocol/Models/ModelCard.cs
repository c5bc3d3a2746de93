using Crowdsource.Protocol.Nights;

namespace Crowdsource.Protocol.Models;

/// <summary>What there is to know about a version: what it learned from, how, how good it is and where it is not. The page shows the same.</summary>
/// <param name="Campaign">The campaign's id.</param>
/// <param name="CampaignName">Its name.</param>
/// <param name="Version">From 1 up.</param>
/// <param name="Night">The night that made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Limits">What nobody should expect of it, or read into these numbers.</param>
/// <param name="Metrics">What the night found.</param>
/// <param name="Training">How it was made.</param>
/// <param name="Data">What it learned from; null where that was not kept.</param>
/// <param name="Labels">In the order of its outputs; empty where that was not kept.</param>
/// <param name="Confusion">Test photos: [true label][given label], in the order of <paramref name="Labels"/>.</param>
/// <param name="Calibration">Whether its probabilities mean what they say; null where that was not kept.</param>
/// <param name="Changes">What got better and worse; null for the first version.</param>
/// <param name="Artifacts">Its files for each engine.</param>
/// <param name="History">The campaign's trained nights up to this one, oldest first, at most 60.</param>
public sealed record ModelCard(
    string Campaign,
    string CampaignName,
    int Version,
    int Night,
    DateTimeOffset CreatedAt,
    IReadOnlyList<string> Limits,
    NightReportResponse? Metrics,
    CardTraining Training,
    CardData? Data,
    IReadOnlyList<CardLabel> Labels,
    IReadOnlyList<IReadOnlyList<int>> Confusion,
    CardCalibration? Calibration,
    CardChanges? Changes,
    IReadOnlyList<ModelArtifactResponse> Artifacts,
    IReadOnlyList<CardNight> History);
