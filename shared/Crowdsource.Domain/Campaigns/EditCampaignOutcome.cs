using Orleans;

namespace Crowdsource.Domain.Campaigns;

[GenerateSerializer, Immutable, Alias("edit-campaign-outcome")]
public abstract record EditCampaignOutcome
{
    private EditCampaignOutcome()
    {
    }

    /// <param name="Campaign">As it is now.</param>
    /// <param name="Version">The version of its row, from 1 up.</param>
    [GenerateSerializer, Immutable, Alias("edit-campaign-outcome.edited")]
    public sealed record Edited(CampaignState Campaign, long Version) : EditCampaignOutcome;

    [GenerateSerializer, Immutable, Alias("edit-campaign-outcome.not-found")]
    public sealed record NotFound : EditCampaignOutcome;

    /// <summary>Somebody changed the campaign since the caller read it.</summary>
    [GenerateSerializer, Immutable, Alias("edit-campaign-outcome.outdated")]
    public sealed record Outdated : EditCampaignOutcome;

    /// <summary>A label was left out, which would leave its photos without a name.</summary>
    [GenerateSerializer, Immutable, Alias("edit-campaign-outcome.label-missing")]
    public sealed record LabelMissing(LabelId Label) : EditCampaignOutcome;

    /// <summary>A number stands for no label.</summary>
    [GenerateSerializer, Immutable, Alias("edit-campaign-outcome.unknown-label")]
    public sealed record UnknownLabel(LabelId Label) : EditCampaignOutcome;

    /// <summary>A <see cref="LabelRefusal"/>.</summary>
    [GenerateSerializer, Immutable, Alias("edit-campaign-outcome.refused")]
    public sealed record Refused(string Code) : EditCampaignOutcome;
}
