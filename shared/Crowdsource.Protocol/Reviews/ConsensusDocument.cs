using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Reviews;

/// <summary>When trusted volunteers decide in a curator's place.</summary>
/// <param name="Threshold">By how much the weight of one side's votes must exceed the others', 0.5 to 100, where a vote weighs less than 1; null: never.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ConsensusDocument(double? Threshold);
