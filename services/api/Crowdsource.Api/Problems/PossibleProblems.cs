using Crowdsource.Protocol.Problems;

namespace Crowdsource.Api.Problems;

/// <summary>On an endpoint: what it refuses with.</summary>
internal sealed record PossibleProblems(IReadOnlyList<ProblemType> Problems);
