namespace Crowdsource.Protocol.Releases;

/// <summary>What a channel offers, and offered.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Name">The channel's name, such as <c>stable</c>.</param>
/// <param name="Current">What is offered; null: nothing.</param>
/// <param name="Withdrawn">Versions that were withdrawn here.</param>
/// <param name="History">What happened, newest first, at most 100.</param>
public sealed record ChannelResponse(
    string Campaign,
    string Name,
    OfferedRelease? Current,
    IReadOnlyList<int> Withdrawn,
    IReadOnlyList<ReleaseEvent> History);
