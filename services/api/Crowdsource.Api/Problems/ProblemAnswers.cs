using System.Diagnostics;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Crowdsource.Api.Problems;

internal static class ProblemAnswers
{
    /// <summary>The answer of an endpoint that refuses.</summary>
    public static ProblemHttpResult Answer(
        this ProblemType problem, string? detail = null, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var details = new ProblemDetails
        {
            Type = problem.Uri,
            Title = problem.Title,
            Status = problem.Status,
            Detail = detail,
            Instance = Correlation(),
        };
        if (errors is not null)
        {
            details.Extensions["errors"] = errors;
        }

        return TypedResults.Problem(details);
    }

    /// <summary>The same as a part of a larger answer.</summary>
    public static ProblemDocument Document(this ProblemType problem) => new(problem.Uri, problem.Title, problem.Status);

    /// <summary>Says what an endpoint refuses with, for the description of the API.</summary>
    public static TBuilder Problems<TBuilder>(this TBuilder endpoints, params ProblemType[] problems)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new PossibleProblems(problems));

    /// <summary>By which operators find the request in the log.</summary>
    private static string? Correlation() => Activity.Current?.TraceId.ToString() is { } trace ? $"urn:trace:{trace}" : null;
}
