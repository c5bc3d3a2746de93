using System.Net;
using Crowdsource.Protocol.Problems;

namespace Crowdsource.Cli.Http;

/// <summary>The server understood the request and did not carry it out.</summary>
internal sealed class ServerRefusedException(HttpStatusCode status, ProblemDocument? problem, string request)
    : CliException(Sentence(status, problem, request))
{
    public HttpStatusCode Status => status;

    /// <summary>A stable URI reference of <see cref="ProblemTypes"/>; null when the server gave no reason.</summary>
    public string? Type => problem?.Type;

    private static string Sentence(HttpStatusCode status, ProblemDocument? problem, string request)
    {
        var errors = (problem?.Errors ?? new Dictionary<string, string[]>())
            .SelectMany(member => member.Value.Select(message => $"\n  {member.Key}: {message}"));
        var advice = status == HttpStatusCode.Unauthorized ? " Give one with --token or CROWDSOURCE_TOKEN." : "";
        return problem is null
            ? $"The server answered {request} with {(int)status}."
            : $"{problem.Title} {problem.Detail}".TrimEnd() + advice + string.Concat(errors) + $" ({request})";
    }
}
