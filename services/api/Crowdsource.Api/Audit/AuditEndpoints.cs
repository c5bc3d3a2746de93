using Crowdsource.Api.Access;
using Crowdsource.Api.Paging;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Audit;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Protocol.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api) => api.MapGet("/audit", List).WithName("ListAudit").WithTags("Operations")
        .WithSummary("What curators and owners did and tried to do, newest first.").Allow(TokenScope.Owner);

    private static async Task<Ok<Protocol.Page<AuditResponse>>> List(
        [AsParameters] PageParameters page, [AsParameters] AuditParameters which, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var rows = await catalogue.Read((db, token) => Matching(db, which).Newest(page.Start, page.Size, token), cancellationToken);
        return TypedResults.Ok(PageParameters.Page(rows, row => new AuditResponse(
            row.Actor, row.Name, row.Action, row.Subject, row.Campaign?.Value, row.Outcome, row.At, row.Correlation)));
    }

    private static IQueryable<AuditEntry> Matching(CatalogueDb db, AuditParameters which)
    {
        IQueryable<AuditEntry> rows = db.Set<AuditEntry>();
        if (which.Actor is { } actor)
        {
            rows = rows.Where(row => row.Actor == actor);
        }

        if (which.Action is { } action)
        {
            rows = rows.Where(row => row.Action == action);
        }

        if (which.InCampaign is { } name)
        {
            CampaignId? campaign = new CampaignId(name);
            rows = rows.Where(row => row.Campaign == campaign);
        }

        if (which.From is { } from)
        {
            rows = rows.Where(row => row.At >= from);
        }

        if (which.Until is { } until)
        {
            rows = rows.Where(row => row.At < until);
        }

        return rows;
    }
}
