using System.Collections.Immutable;
using Crowdsource.Domain.Models;
using Orleans;

namespace Crowdsource.Domain.Nights;

/// <summary>How a trainer ends a night.</summary>
/// <param name="Verdict">Promoted, Refused, Skipped or Failed.</param>
/// <param name="Reasons">Empty when promoted.</param>
/// <param name="Report">Null when skipped or failed.</param>
/// <param name="Artifacts">What phones get, when promoted.</param>
[GenerateSerializer, Immutable, Alias("night-conclusion")]
public sealed record NightConclusion(
    NightPhase Verdict, ImmutableArray<NightReason> Reasons, NightReport? Report, ImmutableArray<ModelArtifact> Artifacts)
{
    /// <summary>Photos whose label is probably wrong, the most suspicious first.</summary>
    [Id(0)] public ImmutableArray<DoubtedPhoto> Doubted { get; init; } = [];
}
