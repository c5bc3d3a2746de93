using System.Collections.Immutable;

namespace Crowdsource.Domain.Evaluation;

/// <summary>What changed against the version that phones had, on test photos of the labels that both know.</summary>
/// <param name="Version">That version.</param>
/// <param name="Photos">Photos that both answered.</param>
/// <param name="Gained">Wrong before, right now.</param>
/// <param name="Lost">Right before, wrong now.</param>
/// <param name="Labels">Those of them where something changed.</param>
/// <param name="Flips">Examples of both, <see cref="FlippedPhoto.AtMost"/> each.</param>
public sealed record ChampionDetail(int Version, int Photos, int Gained, int Lost, ImmutableArray<LabelChange> Labels, ImmutableArray<FlippedPhoto> Flips);
