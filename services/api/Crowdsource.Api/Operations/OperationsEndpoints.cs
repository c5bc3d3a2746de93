using Crowdsource.Api.Access;
using Crowdsource.Api.Audit;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Access;
using Crowdsource.Protocol.Operations;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Operations;

internal static class OperationsEndpoints
{
    private const int MostDeadLetters = 200;

    public static void MapOperations(this IEndpointRouteBuilder api)
    {
        var work = api.MapGroup("/operations/work").WithTags("Operations").Allow(TokenScope.Owner);
        work.MapGet("", Get).WithName("GetWork").WithSummary("What the system owes, and what it gave up.");
        work.MapPost("/{work:long}/retry", Retry).WithName("RetryWork").WithSummary("Gives a dead letter all its attempts again.")
            .Problems(ProblemTypes.NotFound);
    }

    private static async Task<Ok<WorkResponse>> Get(IWorkQueue queue, CancellationToken cancellationToken)
    {
        var counts = await queue.Count(cancellationToken);
        var dead = await queue.DeadLetters(MostDeadLetters, cancellationToken);
        return TypedResults.Ok(new WorkResponse(
            [.. counts.Select(kind => new WorkKindResponse(kind.Kind, kind.Open, kind.Held, kind.Waiting, kind.Dead, kind.Done))],
            [.. dead.Select(item => new DeadLetterResponse(
                item.Id, item.Kind, item.Subject, item.Attempts, item.LastError, item.DeadAt ?? item.CreatedAt))]));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Retry(
        long work, IWorkQueue queue, TimeProvider clock, CancellationToken cancellationToken) =>
        await queue.Retry(work, AuditFilter.Sign($"work/{work}", clock.GetUtcNow()), cancellationToken) ? TypedResults.NoContent() : ProblemTypes.NotFound.Answer();
}
