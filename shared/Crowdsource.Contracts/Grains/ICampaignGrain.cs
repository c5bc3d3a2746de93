using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;

namespace Crowdsource.Contracts.Grains;

/// <summary>A classifier being built. Key: the campaign's id.</summary>
[Alias("campaign-grain")]
public interface ICampaignGrain : IGrainWithStringKey
{
    /// <summary>Creates the campaign.</summary>
    [Alias("create")]
    Task<CreateCampaignOutcome> Create(CreateCampaign command);

    /// <summary>Creates this campaign as a copy of another: its photos with their labels, splits and features, its models and what its stable channel offers.
    /// Nights of the copy reach no phone of the original.</summary>
    [Alias("copy-from")]
    Task<CreateCampaignOutcome> CopyFrom(CampaignId source, string name);

    /// <summary>Changes the campaign that the caller read.</summary>
    /// <param name="command">What it is to be.</param>
    /// <param name="version">The version of its row that the caller read.</param>
    [Alias("edit")]
    Task<EditCampaignOutcome> Edit(EditCampaign command, long version);

    /// <summary>Merges, retires or restores a label of the campaign that the caller read.</summary>
    /// <param name="change">Which label, and how.</param>
    /// <param name="version">The version of its row that the caller read.</param>
    [Alias("change-label")]
    Task<EditCampaignOutcome> Change(ChangeLabel change, long version);

    /// <summary>Pauses, closes or opens the campaign again.</summary>
    [Alias("become")]
    Task<EditCampaignOutcome> Become(CampaignStatus status);

    /// <summary>Lets trusted volunteers decide together from this weight up; null: no longer.</summary>
    [Alias("decide-by-consensus")]
    Task DecideByConsensus(double? threshold);

    /// <summary>The state; null when there is no such campaign.</summary>
    [Alias("get")]
    Task<CampaignState?> Get();

    /// <summary>Opens the next night. While one is open, that one is answered.</summary>
    /// <param name="scheduled">Whether the alarm opens it rather than a person; it does nothing when the alarm is not due.</param>
    /// <param name="seed">Makes training reproducible; null lets the night's number decide.</param>
    [Alias("open-night")]
    Task<NightState?> OpenNight(bool scheduled, int? seed);
}
