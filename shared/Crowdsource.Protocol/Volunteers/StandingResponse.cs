using Crowdsource.Domain.Volunteers;

namespace Crowdsource.Protocol.Volunteers;

/// <summary>What a volunteer has earned in a campaign.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Accepted">Photos that stand accepted.</param>
/// <param name="Rejected">Photos that a person rejected.</param>
/// <param name="Trust">The smoothed share of accepted photos, above 0 and below 1.</param>
/// <param name="Level">What follows from it.</param>
/// <param name="SentToday">Photos received since midnight UTC, counted up to the quota.</param>
/// <param name="DailyQuota">How many may be sent in a day; null without a limit.</param>
/// <param name="ResetsAt">When the day ends.</param>
public sealed record StandingResponse(
    string Campaign, int Accepted, int Rejected, double Trust, TrustLevel Level, int SentToday, int? DailyQuota, DateTimeOffset ResetsAt);
