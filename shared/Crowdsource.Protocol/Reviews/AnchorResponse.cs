namespace Crowdsource.Protocol.Reviews;

/// <summary>Which photos are in the anchor set now.</summary>
/// <param name="Locked">In the anchor set now, also when they were before.</param>
/// <param name="PassedOver">Not accepted test photos of this campaign.</param>
public sealed record AnchorResponse(IReadOnlyList<Guid> Locked, IReadOnlyList<Guid> PassedOver);
