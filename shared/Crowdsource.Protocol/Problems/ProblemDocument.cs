namespace Crowdsource.Protocol.Problems;

/// <summary>Why a request was not carried out (RFC 9457, <c>application/problem+json</c>).</summary>
/// <param name="Type">A stable URI reference from <see cref="ProblemTypes"/>, such as <c>/problems/consent-needed</c>.</param>
/// <param name="Title">The same for every occurrence of the type.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Detail">What was wrong this time; null when the title says it all.</param>
/// <param name="Instance">The request's correlation id, by which operators find it in the log.</param>
/// <param name="Errors">Every error of an invalid request: member → messages.</param>
public sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string? Detail = null,
    string? Instance = null,
    IReadOnlyDictionary<string, string[]>? Errors = null);
