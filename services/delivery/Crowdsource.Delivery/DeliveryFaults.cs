using Crowdsource.Catalogue;
using Crowdsource.Protocol.Problems;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Crowdsource.Delivery;

/// <summary>What broke is answered so that a phone comes back: it keeps its model meanwhile.</summary>
internal sealed partial class DeliveryFaults(ILogger<DeliveryFaults> log) : IExceptionHandler
{
    private const string Seconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception is BlobStoreUnavailableException or CatalogueUnavailableException or TimeoutException ? ProblemTypes.StoreAway : ProblemTypes.Internal;
        if (!httpContext.RequestAborted.IsCancellationRequested)
        {
            LogBroken(exception, httpContext.Request.Path, problem.Code);
        }

        httpContext.Response.Headers.RetryAfter = Seconds;
        httpContext.Response.Headers.CacheControl = "no-store";
        await TypedResults.Problem(type: problem.Uri, title: problem.Title, statusCode: problem.Status).ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "GET {Path} answered {Problem}")]
    private partial void LogBroken(Exception exception, string path, string problem);
}
