using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crowdsource.Api.Campaigns;

/// <summary>The campaign in the request's path. <see cref="CampaignFilter"/> has seen to it that it exists.</summary>
internal sealed class CurrentCampaign(Row<CampaignState>? row)
{
    public bool Exists => row is not null;

    public CampaignState State => row?.State ?? throw new InvalidOperationException("Only endpoints below /campaigns/{campaign} have a campaign.");

    public CampaignId Id => State.Id;

    /// <summary>How often it was written: what an editor must have read.</summary>
    public long Version => row?.Version.Version ?? 0;

    public static async ValueTask<CurrentCampaign> BindAsync(HttpContext context)
    {
        var id = context.GetRouteValue("campaign") as string;
        if (!CampaignId.IsValid(id))
        {
            return new CurrentCampaign(null);
        }

        var catalogue = context.RequestServices.GetRequiredService<ICatalogue>();
        return new CurrentCampaign(await catalogue.Load<CampaignState>(new CampaignId(id!), context.RequestAborted));
    }
}
