namespace Crowdsource.Protocol.Operations;

/// <summary>A page of the check that rows and blobs fit together.</summary>
/// <param name="Photos">Submissions looked at.</param>
/// <param name="Blobs">Files whose bytes were read.</param>
/// <param name="Findings">What does not add up.</param>
/// <param name="Next">The <c>after</c> of the next page; null at the end.</param>
public sealed record IntegrityResponse(int Photos, int Blobs, IReadOnlyList<IntegrityProblem> Findings, long? Next);
