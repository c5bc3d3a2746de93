namespace Crowdsource.Protocol.Models;

/// <summary>How a version was made.</summary>
/// <param name="Strategy">Such as <c>linear-head</c> or <c>from-scratch</c>; null where that was not kept.</param>
/// <param name="Seed">What its training was seeded with.</param>
/// <param name="Generation">The backbone under its head: 0 for the pretrained one; null without one.</param>
/// <param name="GenerationAdoptedAt">When that backbone was tuned; null for the pretrained one.</param>
/// <param name="GenerationWhy">What that gained and cost; null for the pretrained one.</param>
/// <param name="Attribution">Whose weights are inside beside what the photos taught, and under which licence; null when nobody's.</param>
/// <param name="StartedAt">When the night began.</param>
/// <param name="EndedAt">When its verdict fell.</param>
public sealed record CardTraining(
    string? Strategy,
    int Seed,
    int? Generation,
    DateTimeOffset? GenerationAdoptedAt,
    string? GenerationWhy,
    string? Attribution,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt);
