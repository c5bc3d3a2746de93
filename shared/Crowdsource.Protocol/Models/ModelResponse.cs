using Crowdsource.Protocol.Nights;

namespace Crowdsource.Protocol.Models;

/// <summary>What a promoted night produced; never changes.</summary>
/// <param name="Version">From 1 up.</param>
/// <param name="Night">The night that made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Artifacts">What phones get, by engine and precision; each has the same weights.</param>
/// <param name="Generation">The backbone under its head; null where it was trained from scratch.</param>
/// <param name="Metrics">What the night found.</param>
public sealed record ModelResponse(
    int Version,
    int Night,
    DateTimeOffset CreatedAt,
    IReadOnlyList<ModelArtifactResponse> Artifacts,
    GenerationResponse? Generation,
    NightReportResponse? Metrics);
