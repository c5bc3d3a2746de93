namespace Crowdsource.Protocol.Nights;

/// <summary>Why a night was refused, skipped or failed.</summary>
/// <param name="Code">Stable, such as <c>nothing-new</c>.</param>
/// <param name="Text">A sentence with its numbers.</param>
public sealed record NightReasonResponse(string Code, string Text);
