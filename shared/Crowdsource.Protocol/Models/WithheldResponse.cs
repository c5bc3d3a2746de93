namespace Crowdsource.Protocol.Models;

/// <summary>Why phones do not get an artifact.</summary>
/// <param name="Code">Stable, such as <c>parity</c>.</param>
/// <param name="Text">A sentence with its numbers.</param>
public sealed record WithheldResponse(string Code, string Text);
