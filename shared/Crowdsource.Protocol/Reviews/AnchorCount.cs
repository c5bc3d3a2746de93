namespace Crowdsource.Protocol.Reviews;

/// <summary>The size of the anchor set.</summary>
/// <param name="Photos">Locked photos.</param>
/// <param name="Labels">Labels that have some.</param>
public sealed record AnchorCount(int Photos, int Labels);
