using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Nights;

internal static class NightQueries
{
    /// <summary>The last night that has a report; null before the first.</summary>
    public static Task<NightState?> LastTrained(this CatalogueDb db, CampaignId campaign, CancellationToken cancellationToken) => db
        .Set<NightState>()
        .Where(night => night.Campaign == campaign
            && (night.Phase == NightPhase.Promoted || night.Phase == NightPhase.Refused))
        .OrderByDescending(night => night.Number)
        .FirstOrDefaultAsync(cancellationToken);

    public static async Task<NightState?> FindNight(
        this ICatalogue catalogue, CampaignId campaign, int number, CancellationToken cancellationToken) =>
        number < 1 ? null : (await catalogue.Load<NightState>(new NightId(campaign, number), cancellationToken))?.State;
}
