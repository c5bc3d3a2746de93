namespace Crowdsource.Protocol.Models;

/// <summary>How an artifact answers beside 32-bit weights, on photos and variants that calibrated nothing.</summary>
/// <param name="Photos">Photos and variants of them that both answered.</param>
/// <param name="Agreement">Share with the same likeliest label, 0 to 1.</param>
/// <param name="AccuracyLost">In shares of right answers, −1 to 1.</param>
/// <param name="AccuracyLostAtMost">Its one-sided 95 % upper bound, paired.</param>
public sealed record ParityResponse(int Photos, double Agreement, double AccuracyLost, double AccuracyLostAtMost);
