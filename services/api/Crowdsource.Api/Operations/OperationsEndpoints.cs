using Crowdsource.Api.Access;
using Crowdsource.Api.Audit;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Integrity;
using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Blobs;
using Crowdsource.Protocol.Operations;
using Crowdsource.Protocol.Problems;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Operations;

internal static class OperationsEndpoints
{
    private const int MostDeadLetters = 200;
    private const string Tar = "application/x-tar";

    public static void MapOperations(this IEndpointRouteBuilder api)
    {
        var work = api.MapGroup("/operations/work").WithTags("Operations").Allow(TokenScope.Owner);
        work.MapGet("", Get).WithName("GetWork").WithSummary("What the system owes, and what it gave up.");
        work.MapPost("/{work:long}/retry", Retry).WithName("RetryWork").WithSummary("Gives a dead letter all its attempts again.")
            .Problems(ProblemTypes.NotFound);
        var operations = api.MapGroup("/operations").WithTags("Operations").Allow(TokenScope.Owner);
        operations.MapGet("/integrity", CheckIntegrity).WithName("CheckIntegrity")
            .WithSummary("Whether rows and blobs fit together, a hundred photos at a time; reads every byte.")
            .Problems(ProblemTypes.InvalidRequest);
        operations.MapGet("/backup", Backup).WithName("GetBackup")
            .WithSummary("Everything that the server knows, as a tar archive of one moment; 'crowdsource restore' reads it. The server goes on meanwhile.")
            .Produces<byte[]>(StatusCodes.Status200OK, Tar)
            .Problems(ProblemTypes.NotFound);
    }

    private static async Task<Ok<IntegrityResponse>> CheckIntegrity(
        ICatalogue catalogue, IBlobStore blobs, IUploadStore uploads, CancellationToken cancellationToken, long after = 0)
    {
        var check = new IntegrityCheck(catalogue, (kind, digest, token) => (kind == BlobKind.Upload ? uploads : blobs).Examine(digest, token));
        var page = await check.Check(after, cancellationToken);
        return TypedResults.Ok(new IntegrityResponse(
            page.Photos, page.Blobs, [.. page.Findings.Select(finding => new IntegrityProblem(finding.Code, finding.Subject, finding.Explanation))],
            page.Next));
    }

    private static Results<PushStreamHttpResult, ProblemHttpResult> Backup(
        TimeProvider clock, CancellationToken cancellationToken, [FromServices] IBackup? backup = null) =>
        backup is null
            ? ProblemTypes.NotFound.Answer()
            : TypedResults.Stream(output => backup.Write(output, cancellationToken), Tar, $"crowdsource-{clock.GetUtcNow():yyyyMMdd-HHmmss}.tar");

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
