namespace Crowdsource.Protocol.Reviews;

/// <summary>Which photos are gold now.</summary>
/// <param name="Gold">Marked now, also when they were before.</param>
/// <param name="PassedOver">Not accepted or rejected by a curator in this campaign.</param>
public sealed record GoldResponse(IReadOnlyList<Guid> Gold, IReadOnlyList<Guid> PassedOver);
