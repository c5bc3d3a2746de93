namespace Crowdsource.Protocol.Releases;

/// <summary>What a channel offers, and offered.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Name">The channel's name, such as <c>stable</c>.</param>
/// <param name="Current">What is offered; null: nothing.</param>
/// <param name="Trial">What a share of the devices gets instead; null: nothing is tried.</param>
/// <param name="Withdrawn">Versions that were withdrawn here.</param>
/// <param name="History">What happened, newest first, at most 100.</param>
public sealed record ChannelResponse(
    string Campaign,
    string Name,
    OfferedRelease? Current,
    OfferedTrial? Trial,
    IReadOnlyList<int> Withdrawn,
    IReadOnlyList<ReleaseEvent> History);
