using System.Text.Json;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Work;
using Crowdsource.Protocol.Problems;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Crowdsource.Api.Problems;

/// <summary>Refusals are values; what arrives here broke. Callers learn no more than they need, operators find the rest in the log.</summary>
internal sealed partial class ApiExceptionHandler(ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    private const string BusySeconds = "1";

    /// <summary>A store that is away comes back in seconds or minutes.</summary>
    private const string AwaySeconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var (problem, detail) = Explain(exception);
        if (problem == ProblemTypes.Internal)
        {
            LogBroken(exception, httpContext.Request.Method, httpContext.Request.Path);
        }
        else if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            LogRefused(httpContext.Request.Method, httpContext.Request.Path, problem.Code, exception.Message);
        }

        if (problem == ProblemTypes.Busy || problem == ProblemTypes.StoreAway)
        {
            httpContext.Response.Headers.RetryAfter = problem == ProblemTypes.Busy ? BusySeconds : AwaySeconds;
        }

        await problem.Answer(detail).ExecuteAsync(httpContext);
        return true;
    }

    internal static (ProblemType Problem, string? Detail) Explain(Exception exception) => exception switch
    {
        BlobTooLargeException tooLarge => (ProblemTypes.BodyTooLarge, $"At most {tooLarge.MaxBytes} bytes are read."),
        BlobStoreUnavailableException or CatalogueUnavailableException => (ProblemTypes.StoreAway, null),
        InsufficientStorageException => (ProblemTypes.InsufficientStorage, null),
        UploadInUseException => (ProblemTypes.UploadInUse, null),
        // Another writer was faster, or the writer's queue is too long: the same request will do later.
        CatalogueConflictException or InconsistentStateException or TimeoutException => (ProblemTypes.Busy, null),
        _ when Outage.OfSilo(exception) => (ProblemTypes.Busy, null),
        // What a grain's storage said.
        OrleansException { InnerException: { } why } => Explain(why),
        BadHttpRequestException { InnerException: JsonException json } => (ProblemTypes.MalformedBody, Where(json)),
        BadHttpRequestException bad => Explain(bad),
        _ => (ProblemTypes.Internal, null),
    };

    private static (ProblemType Problem, string? Detail) Explain(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => (ProblemTypes.RequestTimeout, null),
        StatusCodes.Status413PayloadTooLarge => (ProblemTypes.BodyTooLarge, null),
        StatusCodes.Status415UnsupportedMediaType => (ProblemTypes.UnsupportedMediaType, "Send application/json."),
        _ when exception.Message.Contains("body", StringComparison.OrdinalIgnoreCase) => (ProblemTypes.MalformedBody, null),
        _ => (ProblemTypes.InvalidRequest, exception.Message),
    };

    private static string Where(JsonException exception) =>
        $"It is not the JSON expected here: look at {exception.Path ?? "$"}, line {exception.LineNumber + 1}. Unknown members are refused.";

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} broke")]
    private partial void LogBroken(Exception exception, string method, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} answered {Problem}: {Reason}")]
    private partial void LogRefused(string method, string path, string problem, string reason);
}
