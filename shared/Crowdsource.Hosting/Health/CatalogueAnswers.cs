using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crowdsource.Hosting.Health;

internal sealed class CatalogueAnswers(ICatalogue catalogue) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await catalogue.Read((db, token) => db.Set<CampaignState>().AnyAsync(token), cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
