namespace Crowdsource.Domain.Campaigns;

/// <summary>Whether a campaign takes photos. What was sent before is processed and reviewed in any case.</summary>
public enum CampaignStatus
{
    Open = 1,

    /// <summary>Takes no photos for a while; its nights go on.</summary>
    Paused = 2,

    /// <summary>Takes no photos and starts no nights by itself.</summary>
    Closed = 3,
}
