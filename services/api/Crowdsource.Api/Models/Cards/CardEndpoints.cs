using System.Text;
using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
using Crowdsource.Domain.Access;
using Crowdsource.Protocol.Models;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Models.Cards;

internal static class CardEndpoints
{
    private const string MediaType = "text/html";

    public static void MapCards(this IEndpointRouteBuilder models)
    {
        models.MapGet("/{version:int}/card", Document).WithName("GetModelCard")
            .WithSummary("The version's model card: what it learned from, how good it is, what it is not.");
        models.MapGet("/{version:int}/card.html", Page).WithName("GetModelCardPage")
            .WithSummary("The same as one HTML file with its pictures inside, to read, keep and print.")
            .Produces<string>(StatusCodes.Status200OK, MediaType);
    }

    private static async Task<Results<Ok<ModelCard>, ProblemHttpResult>> Document(
        CurrentCampaign campaign, int version, Caller caller, [FromServices] CardSource cards, CancellationToken cancellationToken) =>
        await cards.Read(campaign.State, version, IsStaff(caller), cancellationToken) is { } content
            ? TypedResults.Ok(content.Card)
            : ProblemTypes.NotFound.Answer();

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Page(
        CurrentCampaign campaign, int version, Caller caller, HttpResponse response, [FromServices] CardSource cards,
        CancellationToken cancellationToken)
    {
        if (await cards.Read(campaign.State, version, IsStaff(caller), cancellationToken) is not { } content)
        {
            return ProblemTypes.NotFound.Answer();
        }

        response.Headers.ContentSecurityPolicy = CardStyle.ContentSecurityPolicy;
        return TypedResults.Text(CardPage.Render(content), MediaType, Encoding.UTF8);
    }

    private static bool IsStaff(Caller caller) => caller.Scope is TokenScope.Curator or TokenScope.Owner;
}
