namespace Crowdsource.Protocol.Operations;

/// <summary>Something that does not add up.</summary>
/// <param name="Code"><c>missing-blob</c>, <c>damaged-blob</c>, <c>points-differ</c> or <c>work-missing</c>; the CLI adds <c>damaged-catalogue</c>.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Explanation">What it means and what to do.</param>
public sealed record IntegrityProblem(string Code, string Subject, string Explanation);
