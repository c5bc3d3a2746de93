using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Problems;

/// <summary>Problem types can be looked up at their own address, and answers that the framework gives without a body get one.</summary>
internal static class ProblemPages
{
    public static void MapProblemPages(this IEndpointRouteBuilder app) => app.MapGet("/problems/{code}", Get).ExcludeFromDescription();

    public static Task Write(HttpContext context)
    {
        var problem = context.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized => ProblemTypes.Unauthenticated,
            StatusCodes.Status403Forbidden => ProblemTypes.Forbidden,
            StatusCodes.Status404NotFound => ProblemTypes.NotFound,
            StatusCodes.Status405MethodNotAllowed => ProblemTypes.MethodNotAllowed,
            StatusCodes.Status408RequestTimeout => ProblemTypes.RequestTimeout,
            StatusCodes.Status413PayloadTooLarge => ProblemTypes.BodyTooLarge,
            StatusCodes.Status415UnsupportedMediaType => ProblemTypes.UnsupportedMediaType,
            _ => null,
        };
        return problem is null ? Task.CompletedTask : problem.Answer().ExecuteAsync(context);
    }

    private static Results<ContentHttpResult, ProblemHttpResult> Get(string code) =>
        ProblemTypes.Find(code) is { } problem
            ? TypedResults.Text($"{problem.Status} {problem.Code}\n{problem.Title}\n", "text/plain")
            : ProblemTypes.NotFound.Answer();
}
