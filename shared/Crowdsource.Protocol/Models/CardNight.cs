using Crowdsource.Protocol.Nights;

namespace Crowdsource.Protocol.Models;

/// <summary>A trained night in the plot over nights. Each was measured on its own test photos: a curve, not a comparison.</summary>
/// <param name="Number">From 1 up.</param>
/// <param name="Version">What it produced; null when it was refused.</param>
/// <param name="EndedAt">When its verdict fell.</param>
/// <param name="Photos">Train, validation and test together.</param>
/// <param name="Top1">Share of its test photos with the right answer.</param>
/// <param name="Top1Interval">Its Wilson 95 % interval.</param>
/// <param name="Seconds">How long it took; null where that was not kept.</param>
public sealed record CardNight(
    int Number, int? Version, DateTimeOffset? EndedAt, int Photos, double Top1, IntervalDocument Top1Interval, double? Seconds);
