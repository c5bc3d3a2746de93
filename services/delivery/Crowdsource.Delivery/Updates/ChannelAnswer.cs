namespace Crowdsource.Delivery.Updates;

/// <param name="Json">The document.</param>
/// <param name="Tag">Its strong entity tag, quotes included.</param>
/// <param name="Stamp">Under which state of the catalogue it was read.</param>
internal sealed record ChannelAnswer(byte[] Json, string Tag, long Stamp);
