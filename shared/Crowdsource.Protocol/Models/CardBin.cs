namespace Crowdsource.Protocol.Models;

/// <summary>Answers of like confidence.</summary>
/// <param name="From">Lowest confidence, 0 to 1.</param>
/// <param name="To">Highest confidence, 0 to 1.</param>
/// <param name="Photos">How many.</param>
/// <param name="Confidence">Their mean confidence.</param>
/// <param name="Right">How many of them are right.</param>
public sealed record CardBin(double From, double To, int Photos, double Confidence, int Right);
