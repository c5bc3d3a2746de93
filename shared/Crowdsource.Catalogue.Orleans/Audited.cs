using Crowdsource.Domain.Campaigns;

namespace Crowdsource.Catalogue.Orleans;

/// <summary>What the audit log calls a grain's row.</summary>
/// <param name="Subject">Kind and id, such as <c>campaign/fruit</c>.</param>
/// <param name="Campaign">Whose it is, where the request does not say it.</param>
public sealed record Audited(string Subject, CampaignId? Campaign = null);
