using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Volunteers;

/// <summary>What a volunteer agreed to in one campaign.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Version">Version of its consent text.</param>
/// <param name="Newsletter">Whether accepted photos may appear in the newsletter.</param>
/// <param name="At">When.</param>
/// <param name="Location">Whether it may be kept where photos were taken.</param>
[GenerateSerializer, Immutable, Alias("given-consent")]
public sealed record GivenConsent(CampaignId Campaign, int Version, bool Newsletter, DateTimeOffset At, bool Location = false);
