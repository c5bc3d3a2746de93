namespace Crowdsource.Protocol.Models;

/// <summary>What got better and worse against the version that phones had, on test photos of the labels that both know.</summary>
/// <param name="Version">That version.</param>
/// <param name="Photos">Photos that both answered.</param>
/// <param name="Gained">Wrong before, right now.</param>
/// <param name="Lost">Right before, wrong now.</param>
/// <param name="Examples">At most 12, of both kinds, of photos that may be shown now.</param>
public sealed record CardChanges(int Version, int Photos, int Gained, int Lost, IReadOnlyList<CardExample> Examples);
