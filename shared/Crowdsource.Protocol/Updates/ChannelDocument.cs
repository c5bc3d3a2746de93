namespace Crowdsource.Protocol.Updates;

/// <summary>What a channel offers to phones (update protocol v0); the same for every device.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Channel">The channel's name, such as <c>stable</c>.</param>
/// <param name="Release">What is offered; null: nothing.</param>
/// <param name="Trial">What a share of the devices gets instead; null: nothing is tried.</param>
public sealed record ChannelDocument(string Campaign, string Channel, ReleaseDocument? Release, TrialDocument? Trial = null);
