using Orleans;

namespace Crowdsource.Domain.Campaigns;

[GenerateSerializer, Immutable, Alias("create-campaign-outcome")]
public abstract record CreateCampaignOutcome
{
    private CreateCampaignOutcome()
    {
    }

    [GenerateSerializer, Immutable, Alias("create-campaign-outcome.created")]
    public sealed record Created(CampaignState Campaign) : CreateCampaignOutcome;

    /// <summary>The id is taken.</summary>
    [GenerateSerializer, Immutable, Alias("create-campaign-outcome.taken")]
    public sealed record Taken : CreateCampaignOutcome;

    /// <summary>There is no campaign to copy from.</summary>
    [GenerateSerializer, Immutable, Alias("create-campaign-outcome.no-source")]
    public sealed record NoSource : CreateCampaignOutcome;
}
